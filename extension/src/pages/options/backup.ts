/**
 * The settings and what was taught as a file, out and in; and whether the browser carries some of them to the user's others.
 *
 * What a file says is shown as text, part by part where it makes no sense; what was taken from it can be taken back.
 */

import { fromFile, pick, toFile } from "../../settings/backup";
import { loadLearnt } from "../../settings/learnt";
import { type Change, DEFAULTS, type Settings } from "../../settings/settings";
import { SYNC_PROBLEM } from "../../settings/sync";
import { followStored, message, reasonOf } from "../../shared/browser";
import { shorten } from "../../shared/sentences";
import { byId, make, makeButton } from "../parts/dom";
import { replaceLessons } from "./lessons";
import type { MakeSection } from "./section";

/** Far more than all lists hold at their longest. */
const LARGEST = 5_000_000;
const MOST_PROBLEMS = 20;
const LONGEST_PROBLEM = 200;

export const makeBackup: MakeSection = (change, refuse) => {
  let current: Settings = DEFAULTS;
  const file = byId("import", HTMLInputElement);
  const done = byId("import-done", HTMLElement);
  const sync = byId("sync", HTMLInputElement);

  byId("export", HTMLButtonElement).addEventListener("click", async () => {
    const parsed = await loadLearnt().catch(refuse);
    if (parsed === undefined) return;
    const { lessons } = parsed.learnt;
    const url = URL.createObjectURL(new Blob([toFile(current, lessons)], { type: "application/json" }));
    const link = make("a", "");
    link.href = url;
    link.download = "hypelint-settings.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(url));
  });
  byId("choose", HTMLButtonElement).addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (chosen === undefined) return;
    try {
      const text = chosen.size > LARGEST ? undefined : await chosen.text();
      done.replaceChildren(
        ...(text === undefined ? [message("importTooLarge")] : take(text, { current, change, refuse, done })),
      );
    } catch (error) {
      done.replaceChildren(message("importUnread", reasonOf(error)));
    }
    // The same file can be chosen again.
    file.value = "";
  });
  sync.addEventListener("change", () => {
    const { checked } = sync;
    change(() => ({ sync: checked }));
  });
  followStored("session", SYNC_PROBLEM, showProblem).begun.catch(refuse);

  return {
    render(settings) {
      current = settings;
      sync.checked = settings.sync;
      byId("on-device", HTMLElement).textContent = message(settings.sync ? "onDeviceSynced" : "onDevice");
    },
  };
};

interface Page {
  readonly current: Settings;
  readonly change: (change: Change) => void;
  readonly refuse: (error: unknown) => void;
  readonly done: HTMLElement;
}

function take(text: string, { current: before, change, refuse, done }: Page): (Node | string)[] {
  const taken = fromFile(text, before);
  if (taken === undefined) return [message("importNot")];
  const { settings, lessons, problems, isNewer } = taken;
  const names = Object.keys(settings) as (keyof Settings)[];
  change(() => settings);
  const learnAgain = lessons && replaceLessons(lessons, refuse);
  const undo = makeButton(message("optionsUndo"), () => {
    change(() => pick(before, names));
    learnAgain?.();
    done.replaceChildren(message("optionsUndone"));
    byId("choose", HTMLButtonElement).focus();
  });
  const parts: (Node | string)[] = [make("p", "", message("importDone"), undo)];
  if (isNewer) parts.push(make("p", "", message("importNewer")));
  if (problems.length === 0) return parts;
  const lines = problems
    .slice(0, MOST_PROBLEMS)
    .map(({ path, reason }) => make("li", "", shorten(`${path}: ${reason}`, LONGEST_PROBLEM)));
  if (problems.length > MOST_PROBLEMS) lines.push(make("li", "", "…"));
  return [...parts, make("p", "", message("importProblems")), make("ul", "", ...lines)];
}

function showProblem(problem: unknown): void {
  byId("sync-problem", HTMLElement).textContent =
    typeof problem === "string" ? message("syncFailed", problem) : "";
}
