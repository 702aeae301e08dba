/**
 * Finds the place of the card: near the words that it speaks of, inside the viewport, and over none of them. Plain geometry; no DOM.
 */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Place {
  readonly left: number;
  readonly top: number;
  readonly maxHeight: number;
}

const GAP = 8;
const MARGIN = 8;
/** Marks within so many lines are left in view together. */
const NEAR = 200;
/** Lower than this a card can hardly be read: then the other sides are better. */
const LEAST_HEIGHT = 140;

/** `anchor`: the line of words that leads; `words`: every marked box of the post that is in view. */
export function place(
  anchor: Box,
  words: readonly Box[],
  size: { readonly width: number; readonly height: number },
  view: { readonly width: number; readonly height: number },
): Place {
  const all = union([anchor, ...words]);
  const left = clamp(anchor.left, MARGIN, view.width - size.width - MARGIN);
  const down = (from: number): Place => ({
    left,
    top: from + GAP,
    maxHeight: view.height - MARGIN - from - GAP,
  });
  const up = (to: number): Place => {
    const room = to - GAP - MARGIN;
    return { left, top: to - GAP - Math.min(size.height, room), maxHeight: room };
  };
  const beside = (x: number): Place => ({
    left: x,
    top: clamp(anchor.top, MARGIN, view.height - size.height - MARGIN),
    maxHeight: view.height - 2 * MARGIN,
  });

  // Clear of the whole post's marks, if that is not far from the words that lead.
  const close = [down(anchor.bottom), up(anchor.top)];
  const clearOfAll = [down(all.bottom), up(all.top)];
  const near = all.bottom - all.top <= NEAR;
  const candidates = near ? [...clearOfAll, ...close] : [...close, ...clearOfAll];
  if (all.right + GAP + size.width + MARGIN <= view.width) candidates.push(beside(all.right + GAP));
  if (all.left - GAP - size.width >= MARGIN) candidates.push(beside(all.left - GAP - size.width));

  const clear = candidates.filter((candidate) => !words.some((box) => overlap(box, boxOf(candidate, size))));
  const whole = clear.find((candidate) => candidate.maxHeight >= size.height);
  if (whole !== undefined) return whole;
  // Nowhere as a whole: where there is most room, and the card scrolls within itself.
  const roomiest = clear.toSorted((one, other) => other.maxHeight - one.maxHeight)[0];
  if (roomiest !== undefined && roomiest.maxHeight >= LEAST_HEIGHT) return roomiest;
  // The marks fill the viewport: at least the words that lead stay free.
  const [below, above] = [down(anchor.bottom), up(anchor.top)];
  return below.maxHeight >= above.maxHeight ? below : above;
}

/** The place of a card that has grown since it was placed: it stays on its side of the words, and grows away from them. */
export function grow(
  at: Place,
  { from, to }: { readonly from: number; readonly to: number },
  anchor: Box,
  viewHeight: number,
): Place {
  if (at.top >= anchor.bottom) return at;
  const bottom = at.top + Math.min(from, at.maxHeight);
  const isAbove = bottom <= anchor.top;
  return {
    ...at,
    top: isAbove ? bottom - Math.min(to, at.maxHeight) : clamp(at.top, MARGIN, viewHeight - to - MARGIN),
  };
}

export function union(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

export function contains(box: Box, x: number, y: number, slack: number): boolean {
  return x >= box.left - slack && x <= box.right + slack && y >= box.top - slack && y <= box.bottom + slack;
}

export function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function boxOf({ left, top, maxHeight }: Place, size: { width: number; height: number }): Box {
  return { left, top, right: left + size.width, bottom: top + Math.min(size.height, Math.max(0, maxHeight)) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
