/**
 * Who is served next: one piece of work a turn, and the client that has cost least so far goes first.
 *
 * So no client waits for more than the piece under way, however much others ask for. In: clients, and what each piece costs. Must never
 * know of: what the work is.
 */

/** After this much work in one go, what has arrived meanwhile is heard. */
const SLICE_MS = 8;

interface Piece {
  readonly cost: number;
  readonly work: () => Promise<void>;
}

interface Line {
  readonly pieces: Piece[];
  spent: number;
}

export class Turns<Client> {
  readonly #lines = new Map<Client, Line>();
  /** What the client served last had spent before: who comes anew begins from here, and owes nothing for the time before. */
  #level = 0;
  #isServing = false;

  join(client: Client): void {
    this.#lines.set(client, { pieces: [], spent: 0 });
  }

  /** Whatever it still waits for is not done. */
  leave(client: Client): void {
    this.#lines.delete(client);
  }

  /** How many pieces of this client wait. */
  waiting(client: Client): number {
    return this.#lines.get(client)?.pieces.length ?? 0;
  }

  /** Resolves with what the work gives; never, if the client leaves before its turn. */
  take<T>(client: Client, cost: number, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const line = this.#lines.get(client);
      if (line === undefined) return;
      if (line.pieces.length === 0) line.spent = Math.max(line.spent, this.#level);
      line.pieces.push({ cost, work: () => work().then(resolve, reject) });
      void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    let end = performance.now() + SLICE_MS;
    for (let line = this.#next(); line !== undefined; line = this.#next()) {
      const piece = line.pieces.shift();
      if (piece === undefined) break;
      this.#level = line.spent;
      line.spent += piece.cost;
      await piece.work();
      if (performance.now() < end) continue;
      await this.#hear();
      end = performance.now() + SLICE_MS;
    }
    this.#isServing = false;
  }

  #next(): Line | undefined {
    let next: Line | undefined;
    for (const line of this.#lines.values()) {
      if (line.pieces.length > 0 && (next === undefined || line.spent < next.spent)) next = line;
    }
    return next;
  }

  /** Lets events in. A timer would come late: browsers hold those of a background back. */
  #hear(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    return new Promise((resolve) => {
      port1.onmessage = () => {
        // An open port that listens keeps whatever runs this from ending.
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  }
}
