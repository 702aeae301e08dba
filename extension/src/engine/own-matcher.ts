/**
 * The module for own rules, loaded here: the only one that touches it.
 *
 * In: rules as the user wrote them, and texts. Out: what is wrong with a rule, and where rules find something.
 */

import * as wasm from "#own-rules";
import type { OwnRule } from "../settings/settings";
import type { OwnAnswer } from "../shared/messages";

/** Units of a text that are looked at: longer than nearly all posts. What one rule can cost at its worst is bounded so. */
const LONGEST = 20_000;

export class OwnMatcher {
  #configured = "";
  #problems: readonly string[] = [];

  static async load(bytes: BufferSource): Promise<OwnMatcher> {
    wasm.initSync({ module: await WebAssembly.compile(bytes) });
    return new OwnMatcher();
  }

  find(texts: readonly string[], rules: readonly OwnRule[]): OwnAnswer {
    const wanted = JSON.stringify(rules);
    if (wanted !== this.#configured) {
      this.#problems = wasm.configure(rules.flatMap(({ kind, text }) => [kind, text]));
      this.#configured = wanted;
    }
    return {
      problems: [...this.#problems],
      found: texts.map((text) => inThrees(wasm.find(text.slice(0, LONGEST)))),
    };
  }
}

function inThrees(numbers: Uint32Array): [number, number, number][] {
  const threes: [number, number, number][] = [];
  for (let at = 0; at + 2 < numbers.length; at += 3)
    threes.push([numbers[at] ?? 0, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0]);
  return threes;
}
