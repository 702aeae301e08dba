/**
 * The questions to the engine about texts: in batches, never too much at once, each text once however many posts say it.
 *
 * In: texts, and the posts that say them. Out: a verdict for each, with the posts that wait for it; or word that there was no answer, and when
 * to ask again. Answers to what was asked before the rules changed are dropped. Never knows where a post stands, nor what becomes of it.
 */

import type { Engine } from "../engine/engine";
import type { Verdict } from "../engine/verdict";

/** Units that the engine may be asked about at once. Until it has answered, nothing more is read. */
const MOST_ASKED = 200_000;
const MOST_ASKED_POSTS = 500;
/** An engine that failed is asked again when something happens, but not before: doubled each time up to the longest. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 4000;

export interface QuestionEvents {
  /** `verdict` is null where the core broke on the text. */
  learns(text: string, verdict: Verdict | null, posts: readonly Element[]): void;
  /** A batch is answered. */
  answered(): void;
  /** The posts are as if they had never been asked about. */
  unanswered(text: string, posts: readonly Element[]): void;
  failed(error: unknown): void;
  /** There is room again, or the pause after a failure is over. */
  due(): void;
}

export class Questions {
  readonly #engine: Engine;
  readonly #events: QuestionEvents;
  /** Which posts wait for the answer to a question under way, by what they say. */
  readonly #waiting = new Map<string, Set<Element>>();
  /** Texts of the next batch. */
  #batch: string[] = [];
  #units = 0;
  /** Units under way. */
  #asked = 0;
  /** When the engine may be asked again, after it failed; and who sees to it, once something has happened. */
  #from = 0;
  #pause = FIRST_PAUSE_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts up when rules or lessons change: answers to older questions are void. */
  #era = 0;

  constructor(engine: Engine, events: QuestionEvents) {
    this.#engine = engine;
    this.#events = events;
  }

  /** Whether no more may be asked now. */
  get isFull(): boolean {
    return (
      this.#asked + this.#units >= MOST_ASKED ||
      this.#batch.length === MOST_ASKED_POSTS ||
      performance.now() < this.#from
    );
  }

  /** Something waits to be asked: says so when the pause is over, if there is one. */
  remind(): void {
    const wait = this.#from - performance.now();
    if (wait <= 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#events.due();
    }, wait);
  }

  /** Puts a text into the next batch, if it is not under way. */
  add(text: string, post: Element): void {
    const waiting = this.#waiting.get(text);
    if (waiting !== undefined) {
      waiting.add(post);
      return;
    }
    this.#waiting.set(text, new Set([post]));
    this.#batch.push(text);
    this.#units += text.length;
  }

  /** Asks what was put into the batch. */
  async ask(): Promise<void> {
    const texts = this.#batch;
    if (texts.length === 0) return;
    const era = this.#era;
    const units = this.#units;
    this.#batch = [];
    this.#units = 0;
    this.#asked += units;
    const verdicts = await this.#engine.score(texts).catch((error: unknown) => {
      if (era === this.#era) this.#retry(texts);
      this.#events.failed(error);
      return undefined;
    });
    this.#asked -= units;
    // What was not asked for want of room can be asked now.
    if (era !== this.#era) this.#events.due();
    if (verdicts === undefined || era !== this.#era) return;
    this.#pause = FIRST_PAUSE_MS;
    texts.forEach((text, index) => {
      this.#events.learns(text, verdicts[index] ?? null, this.#take(text));
    });
    this.#events.answered();
  }

  /** The rules have changed: no answer that is under way holds any more. */
  void(): void {
    this.#era += 1;
    this.#waiting.clear();
    this.#batch = [];
    this.#units = 0;
  }

  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #retry(texts: readonly string[]): void {
    for (const text of texts) this.#events.unanswered(text, this.#take(text));
    this.#from = performance.now() + this.#pause;
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
  }

  #take(text: string): Element[] {
    const waiting = [...(this.#waiting.get(text) ?? [])];
    this.#waiting.delete(text);
    return waiting;
  }
}
