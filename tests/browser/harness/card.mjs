// The open card, worked as a reader would.
//
// Must never know of: pages, posts.

import { markPoint, readCard } from "./in-page.mjs";

/** Rests the pointer on the first mark of a post. */
export async function pointAt(tab, posts, id) {
  await tab.front();
  // A pointer that rests there already would not be felt.
  await tab.hover({ x: 2, y: 2 });
  await tab.hover(await tab.until(`a mark in ${id}`, markPoint, posts, id));
}

/** Opens the card of a post by resting the pointer on its first mark, and gives its text. */
export async function openCard(tab, posts, id) {
  await pointAt(tab, posts, id);
  return tab.until(`the card of ${id}`, readCard);
}

/** The labels of the buttons that are to be seen. */
export function readButtons() {
  const root = document.querySelector("html > :popover-open")?.shadowRoot;
  return [...(root?.querySelectorAll("button") ?? [])]
    .filter((button) => button.checkVisibility())
    .map(({ textContent }) => textContent);
}

function buttonPoint(label) {
  const root = document.querySelector("html > :popover-open")?.shadowRoot;
  const button = [...(root?.querySelectorAll("button") ?? [])].find(
    (one) => one.textContent === label && one.checkVisibility(),
  );
  button?.scrollIntoView({ block: "nearest" });
  const box = button?.getBoundingClientRect();
  return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Presses the button of the card that is called so. */
export async function pressButton(tab, label) {
  // A card follows its words a frame later.
  await tab.painted();
  await tab.tap(await tab.until(`a button “${label}”`, buttonPoint, label));
}

/** Waits until the card says something that a pattern finds. */
export async function cardSays(tab, pattern) {
  // The harness ships functions by their source.
  const look = `() => new RegExp(${JSON.stringify(pattern.source)}, ${JSON.stringify(pattern.flags)}).test((${readCard})() ?? "")`;
  await tab.until(`the card says ${pattern}`, look);
}
