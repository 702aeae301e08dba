// The core itself, in Node: what it finds in a text is what the browser has to mark.
//
// In: target/web/, as the build leaves it. Out: verdicts. Must never know of: browsers, pages.

import { readFileSync } from "node:fs";

const WEB = new URL("../../../target/web/", import.meta.url);

const core = await import(new URL("hypelint.js", WEB));
core.initSync({ module: readFileSync(new URL("hypelint_bg.wasm", WEB)) });

export const words = JSON.parse(readFileSync(new URL("catalogue/en.json", WEB), "utf8"));
const { thresholds } = core.catalogue();

/** Takes these lessons, and forgets all others: each a text, and which way it goes in each category. */
export function teach(lessons) {
  for (const { text, pump, claim } of lessons) {
    const { written } = new TextEncoder().encodeInto(text, core.input());
    core.teach(written, pump, claim);
  }
  core.learn();
}

/** The categories in which a text is flagged, and the findings that say why. */
export function judge(text, sensitivity = 50) {
  const report = core.report(text);
  const flagged = ["pump", "claim"].filter(
    (category) =>
      report[category] >= thresholds[category][sensitivity] &&
      report.findings.some((finding) => finding.category === category && finding.weight > 0),
  );
  const findings = report.findings.filter(({ category, weight }) => weight > 0 && flagged.includes(category));
  return { flagged, findings, report };
}

/**
 * Without what a range may lack: emoji that are images, white space, which a page may write as elements, and the beginning of an
 * address, which a page may hide.
 */
export const bare = (text) =>
  text.replace(/\p{Extended_Pictographic}|\u{FE0F}|\u{200D}|\s|https?:\/\//gu, "");

/** What has to be marked in a text whose emoji are characters: "category: words", sorted. */
export function marksOf(text, sensitivity = 50) {
  const { flagged, findings } = judge(text, sensitivity);
  return flagged
    .flatMap((category) =>
      findings
        .filter((one) => one.category === category)
        .map(({ start, end }) => `${category}: ${text.slice(start, end)}`),
    )
    .sort();
}

/** The words beside a span of nothing but emoji: where the emoji are images, the mark reaches to one of them. */
function wordsBeside(text, { start, end }) {
  if (bare(text.slice(start, end)) !== "") return [];
  return [/\S*\w\S*/u.exec(text.slice(end)), /\S*\w\S*(?=\s*$)/u.exec(text.slice(0, start))]
    .filter((word) => word !== null)
    .map(([word]) => bare(word));
}

/**
 * How the marks of a post differ from what the core finds in its text, in words; empty if they do not. Marks may be cut where a site
 * cuts its text into elements: what must agree is which words are covered.
 */
export function compare(text, marks, sensitivity = 50) {
  const { flagged, findings } = judge(text, sensitivity);
  const complaints = [];
  for (const category of ["pump", "claim"]) {
    const marked = (marks[category] ?? []).map(bare);
    const spans = flagged.includes(category) ? findings.filter((one) => one.category === category) : [];
    const found = spans.map(({ start, end }) => bare(text.slice(start, end)));
    const beside = spans.flatMap((span) => wordsBeside(text, span));
    const all = marked.join("");
    for (const cover of found) {
      if (!all.includes(cover)) complaints.push(`${category}: found, but not marked: ${cover}`);
    }
    for (const mark of marked) {
      if (![...found, ...beside].some((cover) => cover.includes(mark))) {
        complaints.push(`${category}: marked, but not found: ${mark}`);
      }
    }
  }
  return complaints;
}
