/**
 * The popup: what was read in this tab, how sensitive the marks are, and what may be read at all.
 *
 * In: the settings, and what the tab's own script says of itself (popup/tab.ts). Out: settings, which the page follows by itself, and wishes
 * that concern this page alone. Each section stands in a module of its own (popup/section.ts). Knows nothing of posts but their scores, and of
 * the marked ones what the list says. Asks the core for nothing: it opens at once, whether the background is awake or not.
 */

import { api } from "../shared/browser";
import { nameKeys } from "./parts/keys";
import { localise } from "./parts/localise";
import { openStore } from "./parts/store";
import { showLearnt } from "./popup/learnt";
import { makeListed } from "./popup/listed";
import { makeNotice } from "./popup/notice";
import type { MakeSection, Section } from "./popup/section";
import { FrontTab } from "./popup/tab";
import { makeTune } from "./popup/tune";
import { makeWhere } from "./popup/where";

const SECTIONS: readonly MakeSection[] = [makeNotice, makeTune, makeListed, makeWhere];

localise(document);
void nameKeys(document);
void showLearnt();
followLinks();
let sections: readonly Section[] = [];
const render = (): void => {
  for (const section of sections) section.render(store);
};
const [tab, store] = await Promise.all([FrontTab.find(), openStore(() => render())]);
sections = SECTIONS.map((makeSection) =>
  makeSection({ tab, change: (change) => store.change(change), render }),
);
tab.follow(render);
render();

/** A link alone would leave the popup open over the new tab in Firefox; and the browser has a place of its own for the options. */
function followLinks(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[href]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (link.id === "options") void api.runtime.openOptionsPage();
      else void api.tabs.create({ url: link.href });
      window.close();
    });
  }
}
