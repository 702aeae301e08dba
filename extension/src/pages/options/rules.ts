/**
 * Every rule, by category and family: what it says, a post that it fires on, and whether it is off, milder, on or stricter. Can be searched, and
 * cut down to what the user has changed.
 *
 * In: the catalogue. Out: the ids of rules that are off, of those that are milder, and of those that are stricter. Needs no core.
 */

import { CATEGORIES, type Category, type RuleChoices, toggled } from "../../settings/settings";
import { message, reasonOf } from "../../shared/browser";
import { addressOf, loadWords, type RuleWords } from "../../shared/catalogue";
import { byId, make, makeLabel } from "../parts/dom";
import { plural } from "../parts/localise";
import type { MakeSection } from "./section";

type Choice = "off" | "mild" | "on" | "strict";

const CHOICES: readonly Choice[] = ["off", "mild", "on", "strict"];

interface Row {
  readonly id: string;
  readonly element: HTMLElement;
  readonly select: HTMLSelectElement;
  /** What the search looks in, in small letters. */
  readonly text: string;
}

interface Family {
  readonly element: HTMLDetailsElement;
  readonly count: HTMLElement;
  readonly rows: readonly Row[];
}

interface Group {
  readonly element: HTMLElement;
  readonly families: readonly Family[];
}

export const makeRules: MakeSection = async (change) => {
  const search = byId("search", HTMLInputElement);
  const changed = byId("changed", HTMLInputElement);
  const shown = byId("shown", HTMLOutputElement);
  const list = byId("rules", HTMLElement);
  let groups: readonly Group[] = [];
  try {
    const { rules } = await loadWords();
    groups = CATEGORIES.map((category) => makeGroup(category, rules));
    list.replaceChildren(...groups.map(({ element }) => element));
  } catch (error) {
    list.textContent = message("noticeNoRules", reasonOf(error));
  }
  const families = groups.flatMap((group) => group.families);
  const rows = families.flatMap((family) => family.rows);
  for (const { id, select } of rows) {
    select.addEventListener("change", () => {
      const choice = select.value;
      change(({ disabledRules, strictRules, mildRules }) => ({
        disabledRules: toggled(disabledRules, id, choice === "off"),
        strictRules: toggled(strictRules, id, choice === "strict"),
        mildRules: toggled(mildRules, id, choice === "mild"),
      }));
    });
  }
  search.addEventListener("input", () => filter(true));
  changed.addEventListener("change", () => filter(true));

  /** Every word that was typed must stand somewhere in the rule. What is looked for is unfolded. */
  function filter(unfolds: boolean): void {
    const wanted = search.value.toLowerCase().split(/\s+/);
    const isWanted = ({ text, select }: Row): boolean =>
      wanted.every((word) => text.includes(word)) && !(changed.checked && select.value === "on");
    const isOpen = changed.checked || search.value.trim() !== "";
    let all = 0;
    for (const group of groups) {
      for (const family of group.families) {
        const here = family.rows.filter((row) => {
          row.element.hidden = !isWanted(row);
          return !row.element.hidden;
        });
        const others = here.filter(({ select }) => select.value !== "on").length;
        family.count.textContent =
          plural("rules", here.length) + (others > 0 ? `, ${plural("changed", others)}` : "");
        family.element.hidden = here.length === 0;
        if (unfolds) family.element.open = isOpen;
        all += here.length;
      }
      group.element.hidden = group.families.every(({ element }) => element.hidden);
    }
    shown.textContent = plural("rules", all);
  }

  return {
    render(settings) {
      for (const { id, select } of rows) select.value = choiceOf(settings, id);
      filter(false);
    },
  };
};

/** What counts, where an id stands in several lists: as in the core. */
function choiceOf({ disabledRules, strictRules, mildRules }: RuleChoices, id: string): Choice {
  if (disabledRules.includes(id)) return "off";
  if (mildRules.includes(id)) return "mild";
  return strictRules.includes(id) ? "strict" : "on";
}

function makeGroup(category: Category, all: Readonly<Record<string, RuleWords>>): Group {
  const rules = Object.entries(all)
    .filter(([, rule]) => rule.category === category)
    .toSorted(([, one], [, other]) => one.title.localeCompare(other.title));
  const families = [...Map.groupBy(rules, ([, { family }]) => family)]
    .map(([family, its]) => ({ title: message(`family_${family}`), its }))
    .toSorted((one, other) => one.title.localeCompare(other.title))
    .map(({ title, its }) => makeFamily(title, its));
  const key = make("span", "key");
  key.dataset["category"] = category;
  const heading = make("h3", "", key, message(category === "pump" ? "categoryPump" : "categoryClaim"));
  const element = make("div", "", heading, ...families.map((family) => family.element));
  return { element, families };
}

function makeFamily(title: string, rules: readonly (readonly [string, RuleWords])[]): Family {
  const rows = rules.map(([id, rule]) => makeRow(id, rule));
  const count = make("span", "count");
  const items = make("ul", "rules", ...rows.map(({ element }) => element));
  return { element: make("details", "family", make("summary", "", title, count), items), count, rows };
}

function makeRow(id: string, rule: RuleWords): Row {
  const { title, source } = rule;
  const why = rule.why.replaceAll("{span}", "…");
  const select = document.createElement("select");
  select.id = `rule-${id}`;
  for (const choice of CHOICES) select.add(new Option(message(`rule_${choice}`), choice));
  const element = make("li", "", makeLabel(select, title), select, make("p", "", why));
  if (rule.example !== undefined) element.append(makeExample(rule.category, rule.example));
  const address = addressOf(source);
  element.append(
    make(
      "p",
      "source",
      `${message("optionsSource")} `,
      address === null ? source.name : makeLink(source.name, address),
    ),
  );
  const text = [id, title, why, source.name, rule.example?.text ?? ""].join(" ").toLowerCase();
  return { id, element, select, text };
}

/** The rule at work: the words that it fires on look as they do on a page. */
function makeExample(
  category: Category,
  { text, start = 0, end = 0 }: NonNullable<RuleWords["example"]>,
): HTMLElement {
  const words = make("mark", "", text.slice(start, end));
  words.dataset["category"] = category;
  return make("blockquote", "", text.slice(0, start), words, text.slice(end));
}

function makeLink(text: string, url: string): HTMLAnchorElement {
  const link = make("a", "", text);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}
