/**
 * The options page: all that can be set, section by section.
 *
 * In: the settings. Out: settings. Each section stands in a module of its own (options/section.ts). Needs neither the core nor any open tab.
 */

import { type Change, DEFAULTS, type Settings } from "../settings/settings";
import { message, reasonOf } from "../shared/browser";
import { makeBackup } from "./options/backup";
import { makeGeneral } from "./options/general";
import { replaceLessons, showLessons } from "./options/lessons";
import { makeLooks } from "./options/looks";
import { makeOwn } from "./options/own";
import { makeRules } from "./options/rules";
import type { MakeSection, Section } from "./options/section";
import { makeSites } from "./options/sites";
import { makeSpared } from "./options/spared";
import { byId, makeButton } from "./parts/dom";
import { nameKeys } from "./parts/keys";
import { localise } from "./parts/localise";
import { openStore, type Store } from "./parts/store";

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
/** Why something else than the settings could not be kept, until the next change. */
let refusedBesides = "";
const store = await openStore(render);
sections = await Promise.all(SECTIONS.map((makeSection) => makeSection(change, refuse)));
resetButton.addEventListener("click", reset);
render(store);
await showLessons(refuse);
unfoldNamed();

/** Whoever comes by the address of a section wants to see it. */
function unfoldNamed(): void {
  const named = document.getElementById(location.hash.slice(1));
  if (!(named instanceof HTMLDetailsElement)) return;
  named.open = true;
  named.scrollIntoView();
  named.querySelector("summary")?.focus();
}

/** What was learnt is no part of the settings: what cannot be stored of it is said all the same. */
function refuse(error: unknown): void {
  refusedBesides = message("noticeRefused", reasonOf(error));
  render(store);
}

function change(made: Change): void {
  refusedBesides = "";
  store.change(made);
}

function render({ settings, problem, refused }: Store): void {
  const says =
    refused === undefined
      ? refusedBesides || (problem ? message("noticeDefaults") : "")
      : message("noticeRefused", refused);
  notice.hidden = says === "";
  notice.textContent = says;
  for (const section of sections) section.render(settings);
}

/** Takes effect at once, and can be taken back: better than a question that people learn to click away. */
function reset(): void {
  const replaced: Settings = store.settings;
  change(() => DEFAULTS);
  const learnAgain = replaceLessons([], refuse);
  const undo = makeButton(message("optionsUndo"), () => {
    change(() => replaced);
    learnAgain();
    resetDone.replaceChildren(message("optionsUndone"));
    resetButton.focus();
  });
  resetDone.replaceChildren(message("optionsResetDone"), undo);
}
