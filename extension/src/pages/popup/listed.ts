/** The marked posts of the page, as a list: the text equivalent of all marks. A click scrolls to the post. */

import { message } from "../../shared/browser";
import type { Listed } from "../../shared/messages";
import { byId, make } from "../parts/dom";
import type { MakeSection } from "./section";

export const makeListed: MakeSection = ({ tab }) => {
  const section = byId("marked", HTMLDetailsElement);
  const list = byId("listed", HTMLElement);
  const count = byId("listed-count", HTMLElement);
  /** The lines, as they are shown. */
  let shown = "";

  list.addEventListener("click", ({ target }) => {
    const id = target instanceof Element ? target.closest("button")?.dataset["post"] : undefined;
    if (id !== undefined) tab.wish({ show: Number(id) });
  });
  section.addEventListener("toggle", render);

  /** Built only when it is seen, and anew only when it says something else. */
  function render(): void {
    const lines = tab.status?.state === "reading" ? tab.status.listed : [];
    section.hidden = lines.length === 0;
    count.textContent = String(lines.length);
    const now = JSON.stringify(lines);
    if (!section.open || now === shown) return;
    shown = now;
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset["post"] : "";
    list.replaceChildren(...lines.map(lineOf));
    if (focused) list.querySelector<HTMLElement>(`[data-post="${focused}"]`)?.focus();
  }

  return { render };
};

function lineOf({ id, author, quote, category }: Listed): HTMLElement {
  const key = make("span", "key");
  key.dataset["category"] = category;
  const words = make("q", "", quote);
  words.dir = "auto";
  const kind = message(category === "pump" ? "cardKindPump" : "cardKindClaim");
  const who = make("bdi", "", author === "" ? message("popupNoAuthor") : author);
  const button = make("button", "", key, who, words, make("small", "", kind));
  button.type = "button";
  button.dataset["post"] = String(id);
  return make("li", "", button);
}
