/**
 * The elements around one, from the inside out.
 *
 * By the tree itself: in Chromium `<input name="parentElement">` hides its form's own `parentElement`, and a walk by that would go in a
 * circle. And of a page that nests without end, no further than parsers nest. Must never know of: what is looked for on the way.
 */

import { parentOf } from "../content/tree";

/** Chromium's parser goes no deeper (`kMaximumHTMLParserDOMTreeDepth`); a script may. */
const DEEPEST = 512;

/** Begins with the element itself. */
export function* outwards(element: Element | null): Generator<Element, void> {
  let at = element;
  for (let depth = 0; at !== null && depth < DEEPEST; depth += 1) {
    yield at;
    at = parentOf(at);
  }
}
