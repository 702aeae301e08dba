/**
 * The popup: what was read in this tab, how sensitive the marks are, and what may be read at all.
 *
 * In: the settings, the Status that the tab's own script sends at every change, the thresholds of the core. Out: settings; the page
 * follows them by itself. Knows nothing of posts but their scores.
 */

import { api, message } from "./browser";
import { count, type Thresholds } from "./catalogue";
import { RemoteEngine } from "./engine/remote";
import { POPUP_PORT, type Status } from "./messages";
import { CATEGORIES, type Settings } from "./settings";
import { ADAPTERS, adapterFor } from "./sites/index";
import { byId } from "./ui/dom";
import { draw, places } from "./ui/histogram";
import { list, localise, plural } from "./ui/localise";
import { meaning } from "./ui/sensitivity";
import { openStore, type Store } from "./ui/store";

const view = {
  site: byId("site", HTMLElement),
  counts: byId("counts", HTMLElement),
  notice: byId("notice", HTMLElement),
  noticeText: byId("notice-text", HTMLElement),
  reload: byId("reload", HTMLButtonElement),
  on: byId("on", HTMLInputElement),
  onLabel: byId("on-label", HTMLElement),
  sensitivity: byId("sensitivity", HTMLInputElement),
  value: byId("value", HTMLOutputElement),
  meaning: byId("meaning", HTMLElement),
  histogram: byId("histogram", SVGSVGElement),
  here: byId("here", HTMLInputElement),
  hereLabel: byId("here-label", HTMLElement),
  sample: byId("sample", HTMLAnchorElement),
  options: byId("options", HTMLAnchorElement),
  categories: {
    pump: { input: byId("pump", HTMLInputElement), count: byId("pump-count", HTMLElement) },
    claim: { input: byId("claim", HTMLInputElement), count: byId("claim-count", HTMLElement) },
  },
};

/** The tab that was in front when the popup opened: the popup speaks of this one only. */
interface Tab {
  readonly id: number | undefined;
  readonly url: URL | undefined;
  /** "unread": no script of ours runs there. "left": it did, and the page has gone since. */
  state: "asking" | "read" | "unread" | "left";
  status: Status | undefined;
}

let thresholds: Thresholds | undefined;
let coreFailure: string | undefined;
/** Where the slider stood before the user moved it, and how many posts were marked there; until it loses the focus. */
let before: { readonly sensitivity: number; readonly marked: number } | undefined;

localise(document);
const tab = await frontTab();
const store = await openStore(render);
listen();
connect();
render(store);
await learnThresholds();
render(store);

async function frontTab(): Promise<Tab> {
  const [front] = await api.tabs.query({ active: true, currentWindow: true });
  const address = front?.url;
  return {
    id: front?.id,
    url: address !== undefined && URL.canParse(address) ? new URL(address) : undefined,
    state: "asking",
    status: undefined,
  };
}

/** From the background, where the core runs in every browser. Without them the popup shows what the page itself has counted. */
async function learnThresholds(): Promise<void> {
  try {
    ({ thresholds } = await new RemoteEngine().catalogue());
  } catch (error) {
    coreFailure = error instanceof Error ? error.message : String(error);
  }
}

function connect(): void {
  if (tab.id === undefined) {
    tab.state = "unread";
    return;
  }
  const port = api.tabs.connect(tab.id, { name: POPUP_PORT });
  port.onMessage.addListener((status: Status) => {
    tab.state = "read";
    tab.status = status;
    render(store);
  });
  port.onDisconnect.addListener(() => {
    // Reading the error tells Chromium that it was expected: most tabs have no script of ours.
    void api.runtime.lastError;
    tab.state = tab.state === "read" ? "left" : "unread";
    tab.status = undefined;
    render(store);
  });
}

function listen(): void {
  view.on.addEventListener("change", () => store.change({ on: view.on.checked }));
  for (const category of CATEGORIES) {
    const { input } = view.categories[category];
    input.addEventListener("change", () => {
      store.change({ categories: { ...store.settings.categories, [category]: input.checked } });
    });
  }
  view.here.addEventListener("change", () => {
    const id = tab.status?.site.id;
    if (id === undefined) return;
    const others = store.settings.sitesOff.filter((site) => site !== id);
    store.change({ sitesOff: view.here.checked ? others : [...others, id] });
  });
  view.sensitivity.addEventListener("blur", () => {
    before = undefined;
    render(store);
  });
  view.sensitivity.addEventListener("input", () => {
    before ??= { sensitivity: store.settings.sensitivity, marked: counted(store.settings).marked };
    store.change({ sensitivity: view.sensitivity.valueAsNumber });
  });
  // A link alone would leave the popup open over the new tab in Firefox.
  view.sample.addEventListener("click", (event) => {
    event.preventDefault();
    void api.tabs.create({ url: view.sample.href });
    window.close();
  });
  view.options.addEventListener("click", (event) => {
    event.preventDefault();
    void api.runtime.openOptionsPage();
    window.close();
  });
  view.reload.addEventListener("click", () => {
    if (tab.id !== undefined) void api.tabs.reload(tab.id);
    window.close();
  });
}

function render({ settings, problem, refused }: Store): void {
  view.on.checked = settings.on;
  view.onLabel.textContent = message(settings.on ? "on" : "off");
  view.site.textContent = siteName();
  view.counts.textContent = countsText(settings);

  const notice = noticeText(problem, refused);
  view.notice.hidden = notice === undefined;
  view.noticeText.textContent = notice ?? "";
  view.reload.hidden = !waitsForReload();

  view.sensitivity.value = String(settings.sensitivity);
  view.sensitivity.disabled = !settings.on;
  view.value.textContent = String(settings.sensitivity);
  view.meaning.textContent = meaning(settings.sensitivity);
  renderHistogram(settings);

  const now = counted(settings);
  const reading = tab.status?.state === "reading";
  for (const category of CATEGORIES) {
    const { input, count: output } = view.categories[category];
    const wanted = settings.categories[category];
    input.checked = wanted;
    input.disabled = !settings.on;
    output.textContent = !wanted ? message("off") : reading ? plural("marked", now[category]) : "";
  }

  const site = tab.status?.site;
  view.here.disabled = site === undefined || !settings.on;
  view.here.checked = site !== undefined && !settings.sitesOff.includes(site.id);
  view.hereLabel.textContent =
    site === undefined ? message("popupHere") : message("popupHereNamed", siteName());
}

function renderHistogram(settings: Settings): void {
  const posts = tab.status?.state === "reading" ? tab.status.posts : [];
  // Its place is kept while the page is asked and while posts come in: nothing jumps then.
  view.histogram.toggleAttribute("hidden", tab.state !== "asking" && tab.status?.state !== "reading");
  const shown = thresholds === undefined ? [] : places(posts, thresholds, settings.categories);
  draw(view.histogram, shown, settings.sensitivity);
}

/** What these settings mark, told before the page has followed them. */
function counted(settings: Settings): { marked: number; pump: number; claim: number } {
  const { status } = tab;
  if (status === undefined) return { marked: 0, pump: 0, claim: 0 };
  return thresholds === undefined ? status : count(status.posts, thresholds, settings);
}

function siteName(): string {
  const { url } = tab;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.hostname.replace(/^www\./, "");
  return tab.status?.site.name ?? message("popupThisPage");
}

function countsText(settings: Settings): string {
  if (!settings.on) return message("countsOff");
  const { state, status } = tab;
  if (state === "asking") return "";
  if (state === "left") return message("countsLeft");
  if (status === undefined) return message("countsUnread");
  if (status.state === "off") return message("countsOff");
  if (status.state === "site-off") return message("countsSiteOff");
  if (status.state === "failed") return message("countsFailed");
  if (status.read === 0) return message("countsNone");

  const read = plural("read", status.read);
  const now = counted(settings).marked;
  if (before !== undefined && before.sensitivity !== settings.sensitivity) {
    return message("countsMoving", read, plural("marked", before.marked), String(now));
  }
  return message("counts", read, plural("marked", now));
}

/** A supported site whose page has no script of ours was open before the extension came. */
function waitsForReload(): boolean {
  return tab.state === "unread" && tab.url !== undefined && adapterFor(tab.url.href) !== undefined;
}

function noticeText(problem: boolean, refused: string | undefined): string | undefined {
  if (refused !== undefined) return message("noticeRefused", refused);
  if (problem || tab.status?.settingsProblem === true) return message("noticeDefaults");
  const failure = tab.status?.state === "failed" ? (tab.status.reason ?? "") : coreFailure;
  if (failure !== undefined) return message("noticeFailed", failure);
  if (waitsForReload()) return message("noticeReload");
  if (tab.state === "unread") return message("noticeUnsupported", list(ADAPTERS.map(({ name }) => name)));
  return undefined;
}
