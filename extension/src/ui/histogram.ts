/**
 * The posts of a page over the slider: each stands where the slider first marks it, so that all to the left of the thumb are marked.
 *
 * In: scores, thresholds, settings, and an empty SVG of 100 by 32 units. Out: its bars. Never needed to read the popup: the numbers
 * beside it say the same in words.
 */

import { flaggedIn, type Scores, type Thresholds } from "../catalogue";
import { CATEGORIES, type Category, type Settings } from "../settings";

const MOST = 100;
const BINS = 25;
const WIDTH = 100 / BINS;
const GAP = 0.8;
const HEIGHT = 32;
const SVG = "http://www.w3.org/2000/svg";

/** Where on the slider a post begins to be marked, and as what. */
export interface Place {
  readonly sensitivity: number;
  readonly category: Category;
}

/** A post that no setting marks has no place. What one setting marks, every higher one marks too: so the place can be halved towards. */
export function places(
  posts: readonly Scores[],
  thresholds: Thresholds,
  categories: Settings["categories"],
): Place[] {
  return posts.flatMap((post) => {
    const markAt = (sensitivity: number): Category | undefined =>
      flaggedIn(post, thresholds, { sensitivity, categories })[0];
    if (markAt(MOST) === undefined) return [];
    let unmarked = 0;
    let marked = MOST;
    while (marked - unmarked > 1) {
      const middle = Math.floor((unmarked + marked) / 2);
      if (markAt(middle) === undefined) unmarked = middle;
      else marked = middle;
    }
    const category = markAt(marked);
    return category === undefined ? [] : [{ sensitivity: marked, category }];
  });
}

export function draw(svg: SVGSVGElement, posts: readonly Place[], sensitivity: number): void {
  const bins: Place[][] = Array.from({ length: BINS }, () => []);
  for (const post of posts) bins[Math.min(BINS - 1, Math.floor(post.sensitivity / WIDTH))]?.push(post);
  const tallest = Math.max(1, ...bins.map((bin) => bin.length));

  const bars = bins.flatMap((bin, index) => {
    // The square root keeps one lonely post visible beside a crowd.
    const unit = bin.length === 0 ? 0 : (Math.sqrt(bin.length / tallest) / bin.length) * HEIGHT;
    let top = HEIGHT;
    return [...CATEGORIES, undefined].flatMap((mark) => {
      const height = unit * bin.filter((post) => markOf(post, sensitivity) === mark).length;
      if (height === 0) return [];
      top -= height;
      return [bar(index * WIDTH + GAP / 2, top, height, mark)];
    });
  });
  svg.replaceChildren(...bars);
}

function markOf(post: Place, sensitivity: number): Category | undefined {
  return post.sensitivity <= sensitivity ? post.category : undefined;
}

function bar(x: number, y: number, height: number, mark: Category | undefined): SVGRectElement {
  const rect = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x, y, width: WIDTH - GAP, height })) {
    rect.setAttribute(name, String(value));
  }
  if (mark !== undefined) rect.dataset["marked"] = mark;
  return rect;
}
