/**
 * "Try it", and the first page after the installation: a post to point at, and a box whose words are marked and explained step by step, by
 * the very code that serves the sites. Asks for nothing, keeps nothing, and the words go nowhere.
 */

import { AdoptedSheet } from "../content/sheet";
import { start } from "../content/start";
import { OwnRules } from "../engine/own";
import { RemoteEngine } from "../engine/remote";
import { followLearnt, loadLearnt } from "../settings/learnt";
import { followSettings, load } from "../settings/settings";
import { message } from "../shared/browser";
import { flaggedIn } from "../shared/catalogue";
import type { Adapter } from "../sites/adapter";
import { byId } from "./parts/dom";
import { nameKeys } from "./parts/keys";
import { localise } from "./parts/localise";
import { steps } from "./parts/steps";

const view = {
  text: byId("text", HTMLTextAreaElement),
  verdict: byId("verdict", HTMLElement),
  shown: byId("shown", HTMLElement),
  words: byId("words", HTMLElement),
  steps: byId("steps", HTMLElement),
};

const HERE: Adapter = {
  id: "try",
  name: message("popupTry"),
  hosts: [],
  wasm: "allowed",
  posts: ["article"],
  text: ["p"],
  postId: (post) => post.id,
  author: (post) => post.querySelector("b")?.textContent ?? null,
  provenance: "The extension's own page.",
};

const remote = new RemoteEngine();
const engine = new OwnRules(remote, remote);
/** Counts up with every change, so that an answer to older words is not shown. */
let wish = 0;

localise(document);
void nameKeys(document);
start(document, HERE, new AdoptedSheet(document));
view.text.addEventListener("input", explain);
// What is told holds by the settings and lessons of now. Browsers bring back what was typed before a page was loaded anew.
followSettings(explain).begun.catch(explain);
followLearnt(explain).begun.catch(explain);

async function explain(): Promise<void> {
  wish += 1;
  const asked = wish;
  const text = view.text.value;
  if (text.trim() === "") {
    show("", "", []);
    return;
  }
  try {
    const { settings } = await load();
    engine.configure(settings);
    engine.learn((await loadLearnt()).learnt);
    const [report, words, { thresholds }] = await Promise.all([
      engine.report(text),
      engine.words(),
      engine.catalogue(),
    ]);
    if (asked !== wish) return;
    const found = (category: "pump" | "claim"): number | null =>
      report.findings.some((finding) => finding.category === category && finding.weight > 0)
        ? report[category]
        : null;
    const flagged = flaggedIn({ pump: found("pump"), claim: found("claim") }, thresholds, settings);
    const verdict = flagged.length > 0 ? "tryFound" : report.findings.length > 0 ? "tryWeak" : "tryNothing";
    show(text, message(verdict), steps(report, words, flagged));
  } catch (error) {
    if (asked === wish) show(text, message("noticeFailed", String(error)), []);
  }
}

function show(text: string, verdict: string, explained: readonly HTMLElement[]): void {
  view.verdict.textContent = verdict;
  view.shown.hidden = text === "";
  view.words.replaceChildren(
    ...text
      .split("\n")
      .flatMap((line, index) => (index === 0 ? [line] : [document.createElement("br"), line])),
  );
  view.steps.replaceChildren(...explained);
}
