/**
 * What the reader wants no mark on, as lists that can be gone through and cleared.
 *
 * In: the settings. Out: a list for each kind that has anything, and changes of the settings. Never knows of posts or cards.
 */

import { message } from "../browser";
import { type Change, type Settings, toggled } from "../settings";
import { makeButton } from "./dom";

const LISTS = [
  ["notHype", "optionsNotHype"],
  ["trustedAuthors", "optionsTrusted"],
  ["ignoredSubjects", "optionsIgnored"],
] as const;

type List = (typeof LISTS)[number][0];

/** Whether both would be shown alike. */
export function sparesTheSame(one: Settings, other: Settings): boolean {
  return LISTS.every(([list]) => JSON.stringify(one[list]) === JSON.stringify(other[list]));
}

/** The newest first. */
export function makeLists(settings: Settings, change: (change: Change) => void): HTMLElement[] {
  return LISTS.filter(([list]) => settings[list].length > 0).map(([list, title]) =>
    makeList(list, message(title), settings[list], change),
  );
}

function makeList(
  list: List,
  title: string,
  items: readonly string[],
  change: (change: Change) => void,
): HTMLElement {
  const group = document.createElement("div");
  const heading = document.createElement("h3");
  heading.id = `spared-${list}`;
  heading.append(title);
  const rows = document.createElement("ul");
  rows.className = "settings";
  rows.setAttribute("aria-labelledby", heading.id);
  rows.append(
    ...items.toReversed().map((item) => {
      const text = document.createElement("span");
      text.dir = "auto";
      text.textContent = item;
      const row = document.createElement("li");
      const remove = makeButton(message("optionsMarkAgain"), () =>
        change((settings) => ({ [list]: toggled(settings[list], item, false) })),
      );
      remove.ariaLabel = message("optionsMarkAgainNamed", item);
      row.append(text, remove);
      return row;
    }),
  );
  const clear = makeButton(message("optionsClear"), () => change(() => ({ [list]: [] })));
  clear.ariaLabel = message("optionsClearNamed", title);
  group.append(heading, rows, clear);
  return group;
}
