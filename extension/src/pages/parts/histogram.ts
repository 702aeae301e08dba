/**
 * All posts that were read, from calm to hype: each stands where the slider over them first marks it, so that all to the right of its line
 * are marked. What no setting marks stands in a column of its own at the calm end.
 *
 * In: scores, thresholds, settings, and an empty SVG of 280 by 64 units. Out: its bars. Never needed to read the popup: the numbers
 * beside it say the same in words.
 */

import { CATEGORIES, type Category, type Settings, sensitivityOf } from "../../settings/settings";
import type { Scores, Thresholds } from "../../shared/catalogue";

const MOST = 100;
const BINS = 20;
/** In units of the view box; popup.css places the slider by the same numbers. */
const VIEW = { width: 280, height: 64, calm: 20, start: 28 };
const WIDTH = (VIEW.width - VIEW.start) / BINS;
const GAP = 2;
/** A lonely post is seen beside a thousand. */
const LEAST = 3;
const SVG = "http://www.w3.org/2000/svg";

/** From which sensitivity on a post is marked, and as what; null where nothing marks it. */
export type Place = { readonly sensitivity: number; readonly category: Category } | null;

export function places(
  posts: readonly Scores[],
  thresholds: Thresholds,
  categories: readonly Category[],
): Place[] {
  return posts.map((post) => {
    let place: Place = null;
    for (const category of categories) {
      const sensitivity = firstMarked(post[category], thresholds[category]);
      if (sensitivity <= MOST && (place === null || sensitivity < place.sensitivity)) {
        place = { sensitivity, category };
      }
    }
    return place;
  });
}

/** What one setting marks, every higher one marks too: so the place can be halved towards. More than `MOST` where none does. */
function firstMarked(score: number | null, thresholds: readonly number[]): number {
  if (score === null) return MOST + 1;
  let unmarked = 0;
  let marked = MOST + 1;
  while (marked - unmarked > 1) {
    const middle = Math.floor((unmarked + marked) / 2);
    if (score >= (thresholds[middle] ?? Number.POSITIVE_INFINITY)) marked = middle;
    else unmarked = middle;
  }
  return marked;
}

export function draw(
  svg: SVGSVGElement,
  posts: readonly Place[],
  settings: Pick<Settings, "sensitivity" | "apart">,
): void {
  const calm = posts.filter((post) => post === null);
  const bins: Place[][] = Array.from({ length: BINS }, () => []);
  for (const post of posts) {
    if (post !== null) bins[BINS - Math.ceil((post.sensitivity / MOST) * BINS)]?.push(post);
  }
  const tallest = Math.max(1, calm.length, ...bins.map((bin) => bin.length));
  // The square root keeps the few visible beside the many.
  const tall = (count: number): number =>
    count === 0 ? 0 : Math.max(LEAST, Math.sqrt(count / tallest) * VIEW.height);

  const bars = bins.flatMap((bin, index) => {
    const height = tall(bin.length);
    let top = VIEW.height;
    return [...CATEGORIES, undefined].flatMap((mark) => {
      const part = bin.filter((post) => markOf(post, settings) === mark).length;
      if (part === 0) return [];
      const high = (height * part) / bin.length;
      top -= high;
      return [
        bar({ x: VIEW.start + index * WIDTH + GAP / 2, y: top, width: WIDTH - GAP, height: high }, mark),
      ];
    });
  });
  if (calm.length > 0) {
    const height = tall(calm.length);
    bars.unshift(bar({ x: 0, y: VIEW.height - height, width: VIEW.calm, height }, undefined));
  }
  svg.replaceChildren(...bars);
}

function markOf(post: Place, settings: Pick<Settings, "sensitivity" | "apart">): Category | undefined {
  if (post === null || post.sensitivity > sensitivityOf(settings, post.category)) return undefined;
  return post.category;
}

function bar(
  box: { x: number; y: number; width: number; height: number },
  mark: Category | undefined,
): SVGRectElement {
  const rect = document.createElementNS(SVG, "rect");
  rect.setAttribute("x", String(box.x));
  rect.setAttribute("y", String(box.y));
  rect.setAttribute("width", String(box.width));
  rect.setAttribute("height", String(box.height));
  if (mark !== undefined) rect.dataset["marked"] = mark;
  return rect;
}
