/**
 * The core itself, loaded here: the only module that touches the Wasm.
 *
 * In: texts. Out: rows of numbers, reports, the catalogue. It never knows of pages, ports or storage. A core that broke (a panic leaves its
 * memory in an unknown state) is thrown away, and a new one made of the same module.
 */

import * as wasm from "#core";
import { type Learnt, NOTHING } from "../settings/learnt";
import type { CoreChoices } from "../settings/settings";
import type { Catalogue } from "../shared/catalogue";
import type { Report } from "../shared/messages";

/** However often it breaks, a core is not replaced more often. */
const REPLACE_MS = 1000;

export class Core {
  readonly #encoder = new TextEncoder();
  #window = wasm.input();
  /** What the core was told last. */
  #configured = "";
  #learnt = NOTHING;
  /** The edition of the lessons that the core has learnt. */
  #edition = NOTHING.edition;
  #isBroken = false;
  #replaceFrom = 0;

  /** Compiles off the main thread. Throws a CompileError where the page forbids it. */
  static async load(bytes: BufferSource): Promise<Core> {
    const module = await WebAssembly.compile(bytes);
    wasm.initSync({ module });
    return new Core();
  }

  /** The row of one text, or null if the core broke on it. */
  async score(text: string, choices: CoreChoices): Promise<number[] | null> {
    while (this.#isBroken) await this.#replace();
    try {
      return this.#guard(() => {
        this.#configure(choices);
        return this.#score(text);
      });
    } catch {
      return null;
    }
  }

  async report(text: string, choices: CoreChoices): Promise<Report> {
    while (this.#isBroken) await this.#replace();
    return this.#guard(() => {
      this.#configure(choices);
      return wasm.report(text) as Report;
    });
  }

  async catalogue(): Promise<Catalogue> {
    while (this.#isBroken) await this.#replace();
    return this.#guard(() => wasm.catalogue() as Catalogue);
  }

  /** From now on these lessons count, and no others. */
  learn(learnt: Learnt): void {
    this.#learnt = learnt;
  }

  /** The text goes in through a window of fixed size; windows overlap, and the core says where the next one starts. */
  #score(text: string): number[] {
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

  #configure({ disabledRules, strictRules, mildRules }: CoreChoices): void {
    if (this.#learnt.edition !== this.#edition) this.#teach(this.#learnt);
    const choices = { disabled: [...disabledRules], stricter: [...strictRules], milder: [...mildRules] };
    const wanted = JSON.stringify(choices);
    if (wanted === this.#configured) return;
    wasm.configure(choices);
    this.#configured = wanted;
  }

  #teach({ lessons, edition }: Learnt): void {
    for (const { text, way, categories } of lessons) {
      const { written } = this.#encoder.encodeInto(text, wasm.input());
      const step = way === "more" ? 1 : -1;
      wasm.teach(written, categories.includes("pump") ? step : 0, categories.includes("claim") ? step : 0);
    }
    wasm.learn();
    this.#edition = edition;
  }

  /** Whoever asks a broken core waits until it may be replaced. */
  async #replace(): Promise<void> {
    const wait = this.#replaceFrom - performance.now();
    if (wait > 0) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      return;
    }
    this.#replaceFrom = performance.now() + REPLACE_MS;
    wasm.__wbg_reset_state();
    this.#window = wasm.input();
    this.#configured = "";
    this.#edition = NOTHING.edition;
    this.#isBroken = false;
  }

  #guard<T>(question: () => T): T {
    try {
      return question();
    } catch (error) {
      this.#isBroken = true;
      throw error;
    }
  }
}
