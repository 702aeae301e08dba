/**
 * What the reader wants no mark on, as lists that can be gone through and cleared.
 *
 * In: the settings, and what the reader writes. Out: a list for each kind that has anything. Never knows of posts or cards.
 */

import { MOST_KEPT } from "../../settings/schema";
import { type Change, type Settings, toggled } from "../../settings/settings";
import { message } from "../../shared/browser";
import { byId, makeButton } from "../parts/dom";
import type { MakeSection } from "./section";

const LISTS = [
  ["notHype", "optionsNotHype"],
  ["trustedAuthors", "optionsTrusted"],
  ["ignoredSubjects", "optionsIgnored"],
] as const;

type List = (typeof LISTS)[number][0];

/** Authors and tickers can be put in by hand, too. */
const ADDED = [
  ["trustedAuthors", "author", /^[\w.:[\]-]+\/\S.*$/],
  ["ignoredSubjects", "subject", /\S/],
] as const;

export const makeSpared: MakeSection = (change) => {
  const element = byId("spared", HTMLElement);
  let shown = "";
  for (const [list, id, pattern] of ADDED) {
    const input = byId(id, HTMLInputElement);
    const wrong = byId(`${id}-wrong`, HTMLElement);
    byId(`add-${id}`, HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      const given = input.value.trim();
      const item = list === "trustedAuthors" ? given.toLowerCase() : given;
      wrong.hidden = pattern.test(item);
      input.ariaInvalid = String(!wrong.hidden);
      if (!wrong.hidden) return;
      change((settings) => ({ [list]: toggled(settings[list], item, true).slice(-MOST_KEPT) }));
      input.value = "";
    });
  }

  return {
    /** Built anew only where it changes, and keeps the focus near. */
    render(settings) {
      const now = JSON.stringify(LISTS.map(([list]) => settings[list]));
      if (now === shown) return;
      shown = now;
      const hadFocus = element.contains(document.activeElement);
      element.replaceChildren(...makeLists(settings, change));
      if (hadFocus) (element.querySelector("button") ?? element).focus();
    },
  };
};

/** The newest first. */
function makeLists(settings: Settings, change: (change: Change) => void): HTMLElement[] {
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
