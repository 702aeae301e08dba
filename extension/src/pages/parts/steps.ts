/**
 * How a text is judged, step by step: each finding with what it weighs, what lowers the sum, and which questions a claim answers. What
 * `hypelint explain` prints, as elements.
 *
 * In: the core's report, and the words for people. Out: elements that hold plain text.
 */

import { STRENGTHS } from "../../content/explain";
import { CATEGORIES, type Category } from "../../settings/settings";
import { message } from "../../shared/browser";
import type { Words } from "../../shared/catalogue";
import type { Report } from "../../shared/messages";
import { fill, quoted, reasonWords } from "../../shared/sentences";
import { signed } from "./localise";

const LONGEST_QUOTE = 200;

export function steps(report: Report, words: Words, flagged: readonly Category[]): HTMLElement[] {
  const elements: HTMLElement[] = [];
  const part = (heading: HTMLElement, lines: readonly HTMLElement[]): void => {
    if (lines.length === 0) return;
    const list = document.createElement("ul");
    list.append(...lines);
    elements.push(heading, list);
  };
  for (const category of CATEGORIES) {
    const found = report.findings.filter((finding) => finding.category === category);
    part(
      headingOf(category, report.strength[category], flagged.includes(category)),
      found.map(({ rule, text, weight }) => {
        const reason = reasonWords(rule, words);
        return line(
          fill(reason?.why, text, LONGEST_QUOTE),
          message("tryWeight", reason?.title ?? rule, signed(weight)),
        );
      }),
    );
  }
  part(
    plain(message("cardLowered")),
    report.contexts
      .filter(({ effect }) => effect < 0)
      .map(({ id, text, effect }) => {
        const context = words.contexts[id];
        return line(
          fill(context?.why, text, LONGEST_QUOTE),
          message("tryWeight", context?.title ?? id, signed(effect)),
        );
      }),
  );
  part(
    plain(
      message(
        "cardQuestions",
        String(report.checklist.filter(({ state }) => state === "answered").length),
        String(report.checklist.length),
      ),
    ),
    report.checklist
      .filter(({ state }) => state !== "open")
      .map(({ id, text = "" }) => line(words.checklist[id]?.question ?? id, quoted(text, LONGEST_QUOTE))),
  );
  return elements;
}

function headingOf(category: Category, strength: Report["strength"][Category], marked: boolean): HTMLElement {
  const heading = plain(message(category === "pump" ? "cardKindPump" : "cardKindClaim"));
  const key = document.createElement("span");
  key.className = "key";
  key.dataset["category"] = category;
  const how = document.createElement("small");
  const signs = strength === 0 ? "" : message(STRENGTHS[strength]);
  how.textContent = [signs, message(marked ? "tryMarked" : "tryNotMarked")].filter(Boolean).join(", ");
  heading.prepend(key);
  heading.append(how);
  return heading;
}

function plain(text: string): HTMLElement {
  const heading = document.createElement("h3");
  const words = document.createElement("span");
  words.textContent = text;
  heading.append(words);
  return heading;
}

function line(text: string, more: string): HTMLElement {
  const item = document.createElement("li");
  const note = document.createElement("small");
  note.textContent = more;
  item.append(text, note);
  return item;
}
