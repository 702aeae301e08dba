/**
 * The options page: the settings of the popup, every site, and every rule with its reasons and its switch.
 *
 * In: the settings and catalogue.json. Out: settings. Needs neither the core nor any open tab.
 */

import { api, message, reasonOf } from "./browser";
import { addressOf, loadWords, type RuleWords } from "./catalogue";
import { CATEGORIES, type Category, DEFAULTS, type Settings, toggled } from "./settings";
import { ADAPTERS, siteOf } from "./sites/index";
import { allowedOrigins } from "./sites/origins";
import { byId, makeButton } from "./ui/dom";
import { nameKeys } from "./ui/keys";
import { localise, plural } from "./ui/localise";
import { meaning } from "./ui/sensitivity";
import { makeLists, sparesTheSame } from "./ui/spared";
import { openStore, type Store } from "./ui/store";

const view = {
  notice: byId("notice", HTMLElement),
  on: byId("on", HTMLInputElement),
  categories: { pump: byId("pump", HTMLInputElement), claim: byId("claim", HTMLInputElement) },
  sensitivity: byId("sensitivity", HTMLInputElement),
  value: byId("value", HTMLOutputElement),
  meaning: byId("meaning", HTMLElement),
  sites: byId("sites", HTMLElement),
  allowedSites: byId("allowed-sites", HTMLElement),
  allowed: byId("allowed", HTMLElement),
  search: byId("search", HTMLInputElement),
  shown: byId("shown", HTMLOutputElement),
  spared: byId("spared", HTMLElement),
  rules: byId("rules", HTMLElement),
  reset: byId("reset", HTMLButtonElement),
  resetDone: byId("reset-done", HTMLElement),
};

interface Row {
  readonly id: string;
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  /** What the filter looks in, in small letters. */
  readonly text: string;
}

interface Group {
  readonly element: HTMLElement;
  readonly total: HTMLElement;
  readonly rows: readonly Row[];
}

localise(document);
void nameKeys(document);
const sites = listSites();
let groups: readonly Group[] = [];
let rulesMissing: string | undefined;
let listed: Settings | undefined;
const store = await openStore(render);
listen();
render(store);
await listAllowed();
await listRules();
render(store);
filter();

function listen(): void {
  view.on.addEventListener("change", () => {
    const on = view.on.checked;
    store.change(() => ({ on }));
  });
  for (const category of CATEGORIES) {
    const input = view.categories[category];
    input.addEventListener("change", () => {
      const { checked } = input;
      store.change(({ categories }) => ({ categories: { ...categories, [category]: checked } }));
    });
  }
  view.sensitivity.addEventListener("input", () => {
    const sensitivity = view.sensitivity.valueAsNumber;
    store.change(() => ({ sensitivity, apart: null }));
  });
  for (const [id, input] of sites) {
    input.addEventListener("change", () => {
      const { checked } = input;
      store.change(({ sitesOff }) => ({ sitesOff: toggled(sitesOff, id, !checked) }));
    });
  }
  api.permissions.onAdded.addListener(listAllowed);
  api.permissions.onRemoved.addListener(listAllowed);
  view.search.addEventListener("input", filter);
  view.reset.addEventListener("click", reset);
}

function render({ settings, problem, refused }: Store): void {
  const notice = noticeText(problem, refused);
  view.notice.hidden = notice === undefined;
  view.notice.textContent = notice ?? "";

  view.on.checked = settings.on;
  for (const category of CATEGORIES) view.categories[category].checked = settings.categories[category];
  view.sensitivity.value = String(settings.sensitivity);
  view.value.textContent = String(settings.sensitivity);
  view.meaning.textContent = meaning(settings);
  for (const [id, input] of sites) input.checked = !settings.sitesOff.includes(id);
  listSpared(settings);
  for (const { rows } of groups) {
    for (const { id, input } of rows) input.checked = !settings.disabledRules.includes(id);
  }
}

function noticeText(problem: boolean, refused: string | undefined): string | undefined {
  if (refused !== undefined) return message("noticeRefused", refused);
  if (problem) return message("noticeDefaults");
  if (rulesMissing !== undefined) return message("noticeNoRules", rulesMissing);
  return undefined;
}

/** Built anew only where it changes, and keeps the focus near. */
function listSpared(settings: Settings): void {
  if (listed !== undefined && sparesTheSame(listed, settings)) return;
  listed = settings;
  const hadFocus = view.spared.contains(document.activeElement);
  view.spared.replaceChildren(...makeLists(settings, (change) => store.change(change)));
  if (hadFocus) (view.spared.querySelector("button") ?? view.spared).focus();
}

/** One list of the sites that stand for themselves; one under its own heading for each adapter that serves many hosts. */
function listSites(): Map<string, HTMLInputElement> {
  const inputs = new Map<string, HTMLInputElement>();
  const single = makeList("settings columns");
  view.sites.append(single);
  for (const adapter of ADAPTERS) {
    let items = single;
    if (adapter.perHost) {
      const heading = document.createElement("h3");
      heading.textContent = adapter.name;
      items = makeList("settings columns");
      view.sites.append(heading, items);
    }
    for (const pattern of adapter.hosts) {
      const { id, name } = siteOf(adapter, new URL(pattern).hostname);
      if (inputs.has(id)) continue;
      const input = makeSwitch(`site-${id}`);
      const item = document.createElement("li");
      item.append(makeLabel(input, name), input);
      items.append(item);
      inputs.set(id, input);
    }
  }
  return inputs;
}

/** The browser keeps this list; a site goes from it at once. */
async function listAllowed(): Promise<void> {
  const origins = await allowedOrigins();
  view.allowedSites.hidden = origins.length === 0;
  view.allowed.replaceChildren(
    ...origins.map((origin) => {
      const name = origin.replace(/^https:\/\/|\/\*$/g, "");
      const stop = makeButton(
        message("optionsStop"),
        () => void api.permissions.remove({ origins: [origin] }),
      );
      stop.ariaLabel = message("optionsStopNamed", name);
      const title = document.createElement("span");
      title.textContent = name;
      const item = document.createElement("li");
      item.append(title, stop);
      return item;
    }),
  );
}

async function listRules(): Promise<void> {
  try {
    const words = await loadWords();
    groups = CATEGORIES.map((category) => {
      const rules = Object.entries(words.rules).filter(([, rule]) => rule.category === category);
      return makeGroup(
        category,
        rules.toSorted(([, a], [, b]) => a.title.localeCompare(b.title)),
      );
    });
    view.rules.replaceChildren(...groups.map(({ element }) => element));
  } catch (error) {
    rulesMissing = reasonOf(error);
  }
}

function makeGroup(category: Category, rules: readonly [string, RuleWords][]): Group {
  const key = document.createElement("span");
  key.className = "key";
  key.dataset["category"] = category;
  const total = document.createElement("span");
  const heading = document.createElement("h3");
  heading.append(key, message(category === "pump" ? "categoryPump" : "categoryClaim"), total);

  const rows = rules.map(([id, rule]) => makeRow(id, rule));
  const items = makeList("rules");
  items.append(...rows.map(({ element }) => element));

  const element = document.createElement("div");
  element.append(heading, items);
  return { element, total, rows };
}

function makeRow(id: string, rule: RuleWords): Row {
  const input = makeSwitch(`rule-${id}`);
  input.addEventListener("change", () => {
    const { checked } = input;
    store.change(({ disabledRules }) => ({ disabledRules: toggled(disabledRules, id, !checked) }));
  });

  const why = document.createElement("p");
  why.textContent = rule.why.replaceAll("{span}", "…");
  const source = document.createElement("p");
  source.className = "source";
  const { name } = rule.source;
  const address = addressOf(rule.source);
  source.append(`${message("optionsSource")} `, address === null ? name : makeLink(name, address));

  const element = document.createElement("li");
  element.append(makeLabel(input, rule.title), why, source, input);
  return { id, element, input, text: `${id} ${rule.title} ${rule.why} ${name}`.toLowerCase() };
}

function makeList(className: string): HTMLUListElement {
  const items = document.createElement("ul");
  items.className = className;
  return items;
}

function makeSwitch(id: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "checkbox";
  input.role = "switch";
  input.className = "switch";
  input.id = id;
  return input;
}

function makeLabel(input: HTMLInputElement, text: string): HTMLLabelElement {
  const label = document.createElement("label");
  label.htmlFor = input.id;
  label.textContent = text;
  return label;
}

function makeLink(text: string, url: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.textContent = text;
  return link;
}

/** Every word that was typed must stand somewhere in the rule. */
function filter(): void {
  const wanted = view.search.value.toLowerCase().split(/\s+/);
  let shown = 0;
  for (const { element, total, rows } of groups) {
    let here = 0;
    for (const row of rows) {
      row.element.hidden = !wanted.every((word) => row.text.includes(word));
      if (!row.element.hidden) here += 1;
    }
    total.textContent = plural("rules", here);
    element.hidden = here === 0;
    shown += here;
  }
  view.shown.textContent = plural("rules", shown);
}

/** Takes effect at once, and can be taken back: better than a question that people learn to click away. */
function reset(): void {
  const replaced: Settings = store.settings;
  store.change(() => DEFAULTS);
  const undo = makeButton(message("optionsUndo"), () => {
    store.change(() => replaced);
    view.resetDone.replaceChildren(message("optionsUndone"));
    view.reset.focus();
  });
  view.resetDone.replaceChildren(message("optionsResetDone"), undo);
}
