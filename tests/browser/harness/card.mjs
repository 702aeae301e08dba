// The open card, worked as a reader would.
//
// Must never know of: pages, posts.

import { readCard } from "./in-page.mjs";

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
