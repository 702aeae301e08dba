/**
 * The verdicts of posts that were read before, by what they say and never by where they stand: a timeline throws its nodes away and
 * builds them anew. Keeps the ones used last; and counts, over all, which posts were read.
 */

import type { Scores } from "../catalogue";
import type { Verdict } from "../engine/verdict";

const MOST_KEPT = 5000;

export class Verdicts {
  readonly #kept = new Map<string, Verdict>();
  readonly #read = new Map<string, Scores>();

  get(key: string): Verdict | undefined {
    const verdict = this.#kept.get(key);
    if (verdict !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, verdict);
    }
    return verdict;
  }

  /** `post` tells posts apart, `key` what a post says now: a post that is unfolded is still one post. */
  put(post: string, key: string, verdict: Verdict): void {
    this.#read.set(post, verdict.scores);
    this.#kept.set(key, verdict);
    if (this.#kept.size > MOST_KEPT) {
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest);
        break;
      }
    }
  }

  /** The scores of every post that was read since the page was opened. */
  read(): Scores[] {
    return [...this.#read.values()];
  }

  /** The rules have changed: no verdict holds any more. */
  clear(): void {
    this.#kept.clear();
    this.#read.clear();
  }
}

/** 53 bits that two different texts of one post will not share by accident. Not meant to resist anyone. */
export function hash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return ((high >>> 0) * 0x200000 + (low >>> 11)).toString(36);
}
