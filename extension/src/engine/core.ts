/**
 * The core itself, loaded here: the only module that touches the Wasm.
 *
 * In: texts. Out: rows of numbers, reports, the catalogue. It never knows of pages, ports or storage. A core that broke once (a
 * panic leaves its memory in an unknown state) refuses every later question with the same error.
 */

import * as wasm from "#core";
import type { Catalogue } from "../catalogue";
import type { Report } from "../messages";

export class Core {
  readonly #encoder = new TextEncoder();
  #window = wasm.input();
  #disabled = "[]";
  #broken: { error: unknown } | undefined;

  /** Compiles off the main thread. Throws a CompileError where the page forbids it. */
  static async load(bytes: BufferSource): Promise<Core> {
    const module = await WebAssembly.compile(bytes);
    wasm.initSync({ module });
    return new Core();
  }

  score(texts: readonly string[], disabled: readonly string[]): number[][] {
    return this.#guard(() => {
      this.#configure(disabled);
      return texts.map((text) => this.#scoreOne(text));
    });
  }

  report(text: string, disabled: readonly string[]): Report {
    return this.#guard(() => {
      this.#configure(disabled);
      return wasm.report(text) as Report;
    });
  }

  catalogue(): Catalogue {
    return this.#guard(() => wasm.catalogue() as Catalogue);
  }

  /** The text goes in through a window of fixed size; windows overlap, and the core says where the next one starts. */
  #scoreOne(text: string): number[] {
    let at = 0;
    let last = false;
    do {
      // Memory that grew leaves the old view of it empty.
      if (this.#window.length === 0) this.#window = wasm.input();
      const { read, written } = this.#encoder.encodeInto(text.substring(at), this.#window);
      last = at + read >= text.length;
      const done = wasm.feed(written, last);
      if (done === 0 && !last) throw new Error("the core reads no further");
      at += done;
    } while (!last);
    return Array.from(wasm.verdict());
  }

  #configure(disabled: readonly string[]): void {
    const wanted = JSON.stringify(disabled);
    if (wanted === this.#disabled) return;
    wasm.configure({ disabled: [...disabled] });
    this.#disabled = wanted;
  }

  #guard<T>(question: () => T): T {
    if (this.#broken !== undefined) throw this.#broken.error;
    try {
      return question();
    } catch (error) {
      this.#broken = { error };
      throw error;
    }
  }
}
