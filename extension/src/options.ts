/**
 * The options page: all that can be set, section by section.
 *
 * In: the settings. Out: settings. Each section stands in a module of its own (ui/section.ts). Needs neither the core nor any open tab.
 */

import { message, reasonOf } from "./browser";
import { DEFAULTS, type Settings } from "./settings";
import { makeBackup } from "./ui/backup";
import { byId, makeButton } from "./ui/dom";
import { makeGeneral } from "./ui/general";
import { nameKeys } from "./ui/keys";
import { forgetAll, showLessons } from "./ui/lessons";
import { localise } from "./ui/localise";
import { makeLooks } from "./ui/looks";
import { makeOwn } from "./ui/own";
import { makeRules } from "./ui/rules";
import type { MakeSection, Section } from "./ui/section";
import { makeSites } from "./ui/sites";
import { makeSpared } from "./ui/spared";
import { openStore, type Store } from "./ui/store";

const SECTIONS: readonly MakeSection[] = [
  makeGeneral,
  makeLooks,
  makeRules,
  makeOwn,
  makeSpared,
  makeSites,
  makeBackup,
];

const notice = byId("notice", HTMLElement);
const resetButton = byId("reset", HTMLButtonElement);
const resetDone = byId("reset-done", HTMLElement);

localise(document);
void nameKeys(document);
let sections: readonly Section[] = [];
const store = await openStore(render);
sections = await Promise.all(SECTIONS.map((makeSection) => makeSection((change) => store.change(change))));
resetButton.addEventListener("click", reset);
render(store);
await showLessons(refuse);

/** What was learnt is no part of the settings: what cannot be stored of it is said all the same. */
function refuse(error: unknown): void {
  notice.hidden = false;
  notice.textContent = message("noticeRefused", reasonOf(error));
}

function render({ settings, problem, refused }: Store): void {
  const says =
    refused === undefined ? (problem ? message("noticeDefaults") : "") : message("noticeRefused", refused);
  notice.hidden = says === "";
  notice.textContent = says;
  for (const section of sections) section.render(settings);
}

/** Takes effect at once, and can be taken back: better than a question that people learn to click away. */
function reset(): void {
  const replaced: Settings = store.settings;
  store.change(() => DEFAULTS);
  const learnAgain = forgetAll(refuse);
  const undo = makeButton(message("optionsUndo"), () => {
    store.change(() => replaced);
    learnAgain();
    resetDone.replaceChildren(message("optionsUndone"));
    resetButton.focus();
  });
  resetDone.replaceChildren(message("optionsResetDone"), undo);
}
