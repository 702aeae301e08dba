/**
 * "This is hype": what the reader says of a post without a mark, through the browser's own menu.
 *
 * In: where the menu was opened, and what the engine says of the post there. Out: a lesson for the category that the post is nearest to,
 * and a card that says so. A post that is marked gets its own card instead.
 */

import type { Engine } from "../engine/engine";
import { CATEGORIES, type Category, type Settings } from "../settings/settings";
import type { Thresholds } from "../shared/catalogue";
import { callHype } from "./actions";
import type { Cards } from "./cards";
import { listen } from "./events";
import type { Posts } from "./posts";

/** Of a threshold: which category a post is nearest to, must not hang on how sensitive each is set. */
const MIDDLE = 50;

interface Parts {
  readonly document: Document;
  readonly posts: Posts;
  readonly engine: Engine;
  readonly thresholds: Thresholds;
  readonly cards: Cards;
  readonly signal: AbortSignal;
}

export class Call {
  readonly #parts: Parts;
  #at: { readonly on: EventTarget | undefined; readonly x: number; readonly y: number } | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { document, signal } = parts;
    listen(document, "contextmenu", this.#note, { signal, capture: true, passive: true });
  }

  /** The browser's menu has been chosen from. */
  async hype({ categories }: Settings): Promise<void> {
    const { posts, engine, thresholds, cards } = this.#parts;
    const { on, x = 0, y = 0 } = this.#at ?? {};
    const post = on instanceof Node ? posts.holding(on) : null;
    const read = post === null ? null : posts.read(post);
    if (post === null || read === null) {
      cards.sayNoPost(x, y);
      return;
    }
    if (cards.showMarked(post)) return;
    const { text } = read.reading;
    const report = await engine.report(text);
    /** How far it is from a mark, in logits. */
    const above = (category: Category): number =>
      logit(report[category]) - logit(thresholds[category][MIDDLE] ?? 1);
    const [nearest = "pump"] = CATEGORIES.filter((category) => categories[category]).toSorted(
      (one, other) => above(other) - above(one),
    );
    cards.carryOut(callHype(posts.identify(post, text), nearest), { post, x, y });
  }

  readonly #note = (event: MouseEvent): void => {
    // Inside what the page encapsulates, the event itself names the host alone.
    this.#at = { on: event.composedPath()[0], x: event.clientX, y: event.clientY };
  };
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}
