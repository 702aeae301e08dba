/**
 * The popup: what was read in this tab, how sensitive the marks are, and what may be read at all.
 *
 * In: the settings, and the Status that the tab's own script sends at every change. Out: settings, which the page follows by itself, and
 * wishes that concern this page alone. Knows nothing of posts but their scores, and of the marked ones what the list says. Asks the core
 * for nothing: it opens at once, whether the background is awake or not.
 */

import { CATEGORIES, isPaused, isSiteId, PAUSE_MS, type Settings, toggled } from "../settings/settings";
import { api, message } from "../shared/browser";
import { count } from "../shared/catalogue";
import { BEGUN, type Listed, POPUP_PORT, type Status, type Wish } from "../shared/messages";
import { ADAPTERS, adapterFor } from "../sites/index";
import { isListed, patternFor } from "../sites/origins";
import { byId } from "./parts/dom";
import { nameKeys } from "./parts/keys";
import { clock, list, localise, plural } from "./parts/localise";
import { reportOf } from "./parts/report";
import { Scale } from "./parts/scale";
import { meaning } from "./parts/sensitivity";
import { openStore, type Store } from "./parts/store";

const view = {
  site: byId("site", HTMLElement),
  counts: byId("counts", HTMLElement),
  notice: byId("notice", HTMLElement),
  noticeText: byId("notice-text", HTMLElement),
  reload: byId("reload", HTMLButtonElement),
  read: byId("read", HTMLButtonElement),
  readMeans: byId("read-means", HTMLElement),
  report: byId("report", HTMLDetailsElement),
  reportText: byId("report-text", HTMLTextAreaElement),
  copy: byId("copy", HTMLButtonElement),
  allowed: byId("allowed", HTMLElement),
  stop: byId("stop", HTMLButtonElement),
  stopMeans: byId("stop-means", HTMLElement),
  on: byId("on", HTMLInputElement),
  onLabel: byId("on-label", HTMLElement),
  sites: byId("sites", HTMLElement),
  siteNames: byId("site-names", HTMLElement),
  scale: byId("scale", HTMLElement),
  meaning: byId("meaning", HTMLElement),
  apart: byId("apart", HTMLButtonElement),
  marked: byId("marked", HTMLDetailsElement),
  listed: byId("listed", HTMLElement),
  listedCount: byId("listed-count", HTMLElement),
  pauseRow: byId("pause-row", HTMLElement),
  pauseMeans: byId("pause-means", HTMLElement),
  pauseTime: byId("pause-time", HTMLButtonElement),
  pauseTab: byId("pause-tab", HTMLButtonElement),
  resume: byId("resume", HTMLButtonElement),
  here: byId("here", HTMLInputElement),
  hereRow: byId("here-row", HTMLElement),
  hereLabel: byId("here-label", HTMLElement),
  pages: [byId("try", HTMLAnchorElement), byId("sample", HTMLAnchorElement)],
  options: byId("options", HTMLAnchorElement),
  categories: {
    pump: { input: byId("pump", HTMLInputElement), count: byId("pump-count", HTMLElement) },
    claim: { input: byId("claim", HTMLInputElement), count: byId("claim-count", HTMLElement) },
  },
};

/** The tab that was in front when the popup opened: the popup speaks of this one only. */
interface Tab {
  readonly id: number | undefined;
  /** Where the browser lets the popup see it: that of a web page, whoever's it is. */
  readonly url: URL | undefined;
  /** The browser lets us read this site: because the manifest names it, or because the user allowed it. */
  allowed: boolean;
  /** "unread": no script of ours runs there. "left": it did, and the page has gone since. */
  state: "asking" | "read" | "unread" | "left";
  status: Status | undefined;
  port: chrome.runtime.Port | undefined;
}

/** How the lines stood before the user moved one, and how many posts were marked then; until it loses the focus. */
let before: { readonly tuned: string; readonly marked: number } | undefined;
/** The lines of the list, as they are shown. */
let listed = "";

localise(document);
void nameKeys(document);
const scale = new Scale(view.scale, CATEGORIES);
const scales = {
  pump: scale.copyFor("pump", message("categoryPump")),
  claim: scale.copyFor("claim", message("categoryClaim")),
};
view.scale.after(scales.pump.element, scales.claim.element);
const tab = await frontTab();
const store = await openStore(render);
listen();
connect();
render(store);

async function frontTab(): Promise<Tab> {
  const [front] = await api.tabs.query({ active: true, currentWindow: true });
  const address = front?.url;
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  return {
    id: front?.id,
    url,
    allowed: await isAllowed(url),
    state: "asking",
    status: undefined,
    port: undefined,
  };
}

async function isAllowed(url: URL | undefined): Promise<boolean> {
  return isWeb(url) && (await api.permissions.contains({ origins: [patternFor(url)] }));
}

function isWeb(url: URL | undefined): url is URL {
  return url !== undefined && /^https?:$/.test(url.protocol);
}

/** The browser's own pages. Those of this extension are nobody's to ask about. */
function isClosed(url: URL | undefined): boolean {
  return url !== undefined && !url.href.startsWith(api.runtime.getURL("")) && !isWeb(url);
}

function connect(): void {
  if (tab.id === undefined) {
    tab.state = "unread";
    return;
  }
  const port = api.tabs.connect(tab.id, { name: POPUP_PORT });
  tab.port = port;
  port.onMessage.addListener((status: Status) => {
    tab.state = "read";
    tab.status = status;
    render(store);
  });
  port.onDisconnect.addListener(() => {
    // Reading the error tells Chromium that it was expected: most tabs have no script of ours.
    void api.runtime.lastError;
    tab.state = tab.state === "read" && tab.allowed ? "left" : "unread";
    tab.status = undefined;
    tab.port = undefined;
    render(store);
  });
}

/** The user may answer the browser's question, or change their mind in its settings, while the popup is open. */
async function followPermission(): Promise<void> {
  const wasAllowed = tab.allowed;
  tab.allowed = await isAllowed(tab.url);
  if (!tab.allowed && tab.state === "left") tab.state = "unread";
  // The background begins to read in the tab, and says so when it has.
  if (!wasAllowed && tab.allowed && tab.state === "unread") tab.state = "asking";
  render(store);
}

function listen(): void {
  view.on.addEventListener("change", () => {
    const on = view.on.checked;
    store.change(() => ({ on }));
  });
  for (const category of CATEGORIES) {
    const { input } = view.categories[category];
    input.addEventListener("change", () => {
      const { checked } = input;
      store.change(({ categories }) => ({ categories: { ...categories, [category]: checked } }));
    });
  }
  view.here.addEventListener("change", () => {
    const id = tab.status?.site.id;
    const { checked } = view.here;
    if (isSiteId(id)) store.change(({ sitesOff }) => ({ sitesOff: toggled(sitesOff, id, !checked) }));
  });
  const left = (): void => {
    before = undefined;
    render(store);
  };
  scale.listen((sensitivity) => {
    remember();
    store.change(() => ({ sensitivity, apart: null }));
  }, left);
  for (const category of CATEGORIES) {
    scales[category].listen((sensitivity) => {
      remember();
      store.change((settings) => ({ apart: { ...apartOf(settings), [category]: sensitivity } }));
    }, left);
  }
  view.apart.addEventListener("click", () => {
    const together = store.settings.apart !== null;
    store.change((settings) => ({ apart: together ? null : apartOf(settings) }));
  });
  view.listed.addEventListener("click", ({ target }) => {
    const id = target instanceof Element ? target.closest("button")?.dataset["post"] : undefined;
    if (id !== undefined) wish({ show: Number(id) });
  });
  view.marked.addEventListener("toggle", () => renderList());
  view.pauseTime.addEventListener("click", () => {
    const pausedUntil = Date.now() + PAUSE_MS;
    store.change(() => ({ pausedUntil }));
    view.resume.focus();
  });
  view.pauseTab.addEventListener("click", () => wish({ paused: true }));
  view.resume.addEventListener("click", () => {
    store.change(() => ({ pausedUntil: 0 }));
    wish({ paused: false });
    view.pauseTime.focus();
  });
  // A link alone would leave the popup open over the new tab in Firefox.
  for (const link of view.pages) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      void api.tabs.create({ url: link.href });
      window.close();
    });
  }
  view.options.addEventListener("click", (event) => {
    event.preventDefault();
    void api.runtime.openOptionsPage();
    window.close();
  });
  view.read.addEventListener("click", () => {
    if (tab.url === undefined) return;
    // The background does the rest: the browser may close this popup to ask its question.
    void api.permissions.request({ origins: [patternFor(tab.url)] });
    const { hostname } = tab.url;
    store.change(({ sitesOff }) => ({ sitesOff: toggled(sitesOff, hostname, false) }));
  });
  view.stop.addEventListener("click", () => {
    if (tab.url !== undefined) void api.permissions.remove({ origins: [patternFor(tab.url)] });
  });
  api.permissions.onAdded.addListener(followPermission);
  api.permissions.onRemoved.addListener(followPermission);
  api.runtime.onMessage.addListener((sent: unknown) => {
    if (sent === BEGUN && tab.state !== "read") connect();
  });
  view.report.addEventListener("toggle", () => {
    // The user sees all of it at once.
    view.reportText.style.height = `${view.reportText.scrollHeight + 2}px`;
  });
  view.copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(view.reportText.value);
    view.copy.textContent = message("popupCopied");
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
  renderReading();

  renderScales(settings);
  renderList();
  renderPause(settings);

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
  view.hereRow.hidden = site === undefined;
  view.here.disabled = site === undefined || !settings.on;
  view.here.checked = site !== undefined && !settings.sitesOff.includes(site.id);
  view.hereLabel.textContent =
    site === undefined ? message("popupHere") : message("popupHereNamed", siteName());
}

/** What the user can do about a page that is not read, or no longer shall be, or is not understood. */
function renderReading(): void {
  const { url, allowed, status } = tab;
  view.read.hidden = view.readMeans.hidden = !canBeAllowed();
  view.readMeans.textContent = message("popupReadMeans", siteName());
  view.sites.hidden = tab.state !== "unread" || isClosed(url) || waitsForReload();
  view.siteNames.textContent = list(ADAPTERS.map(({ name }) => name));
  view.allowed.hidden = !(isWeb(url) && allowed && !isListed(url));
  view.stopMeans.textContent = message("popupStopMeans", siteName());
  view.report.hidden = status?.layout === undefined;
  if (status?.layout !== undefined) {
    const { version } = api.runtime.getManifest();
    view.reportText.value = reportOf(status.layout, {
      version,
      host: url?.hostname ?? status.site.name,
    });
  }
}

function renderScales(settings: Settings): void {
  const isApart = settings.apart !== null;
  const { posts, thresholds } = tab.status?.state === "reading" ? tab.status : { posts: [] };
  scale.element.hidden = isApart;
  for (const one of [scale, ...CATEGORIES.map((category) => scales[category])]) {
    one.element.hidden = (one === scale) === isApart;
    if (!one.element.hidden) one.render({ posts, thresholds, settings });
  }
  view.meaning.textContent = meaning(settings);
  view.apart.disabled = !settings.on;
  view.apart.ariaExpanded = String(isApart);
  view.apart.textContent = message(isApart ? "scaleTogether" : "scaleApart");
}

/** Built only when it is seen, and anew only when it says something else. */
function renderList(): void {
  const lines = tab.status?.state === "reading" ? tab.status.listed : [];
  view.marked.hidden = lines.length === 0;
  view.listedCount.textContent = String(lines.length);
  const now = JSON.stringify(lines);
  if (!view.marked.open || now === listed) return;
  listed = now;
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["post"] : "";
  view.listed.replaceChildren(...lines.map(lineOf));
  if (focused) view.listed.querySelector<HTMLElement>(`[data-post="${focused}"]`)?.focus();
}

function lineOf({ id, author, quote, category }: Listed): HTMLElement {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const key = document.createElement("span");
  const who = document.createElement("bdi");
  const words = document.createElement("q");
  const kind = document.createElement("small");
  button.type = "button";
  button.dataset["post"] = String(id);
  key.className = "key";
  key.dataset["category"] = category;
  who.textContent = author === "" ? message("popupNoAuthor") : author;
  words.textContent = quote;
  words.dir = "auto";
  kind.textContent = message(category === "pump" ? "cardKindPump" : "cardKindClaim");
  button.append(key, who, words, kind);
  item.append(button);
  return item;
}

function renderPause(settings: Settings): void {
  const isWhole = isPaused(settings);
  const isHere = tab.status?.state === "paused" && !isWhole;
  view.pauseRow.hidden = tab.status === undefined || !settings.on;
  view.pauseTime.hidden = view.pauseTab.hidden = isWhole || isHere;
  view.resume.hidden = !(isWhole || isHere);
  view.pauseMeans.textContent = isWhole
    ? message("popupPauseMeansTime", clock(settings.pausedUntil))
    : isHere
      ? message("popupPauseMeansTab")
      : "";
}

function wish(wanted: Wish): void {
  tab.port?.postMessage(wanted);
}

function remember(): void {
  before ??= { tuned: tunedOf(store.settings), marked: counted(store.settings).marked };
}

function tunedOf({ sensitivity, apart }: Settings): string {
  return JSON.stringify(apart ?? sensitivity);
}

function apartOf({ sensitivity, apart }: Settings): Settings["apart"] & object {
  return apart ?? { pump: sensitivity, claim: sensitivity };
}

/** What these settings mark, told before the page has followed them. */
function counted(settings: Settings): { marked: number; pump: number; claim: number } {
  const { status } = tab;
  if (status === undefined) return { marked: 0, pump: 0, claim: 0 };
  return status.thresholds === undefined ? status : count(status.posts, status.thresholds, settings);
}

function siteName(): string {
  const { url } = tab;
  if (isWeb(url)) return url.hostname.replace(/^www\./, "");
  return tab.status?.site.name ?? message("popupThisPage");
}

function countsText(settings: Settings): string {
  if (!settings.on) return message("countsOff");
  const { state, status } = tab;
  if (state === "asking") return "";
  if (state === "left") return message("countsLeft");
  if (status === undefined) return message("countsUnread");
  if (status.state === "off") return message("countsOff");
  if (isPaused(settings)) return message("countsPaused", clock(settings.pausedUntil));
  if (status.state === "site-off") return message("countsSiteOff");
  if (status.state === "paused") return message("countsPausedHere");
  if (status.state === "failed") return message("countsFailed");
  if (status.read === 0) return message(status.layout === undefined ? "countsNone" : "countsNotUnderstood");

  const read = plural("read", status.read);
  const now = counted(settings).marked;
  if (before !== undefined && before.tuned !== tunedOf(settings)) {
    return message("countsMoving", read, plural("marked", before.marked), String(now));
  }
  return message("counts", read, plural("marked", now));
}

/** A site that may be read, whose page has no script of ours, was open before the extension came. */
function waitsForReload(): boolean {
  const { state, url, allowed } = tab;
  if (state !== "unread" || url === undefined || !allowed) return false;
  return adapterFor(url.href) !== undefined || !isListed(url);
}

/** A web page that is not read, and would be if its site were allowed. */
function canBeAllowed(): boolean {
  return tab.state === "unread" && isWeb(tab.url) && !tab.allowed;
}

function noticeText(problem: boolean, refused: string | undefined): string | undefined {
  if (refused !== undefined) return message("noticeRefused", refused);
  if (problem || tab.status?.settingsProblem === true) return message("noticeDefaults");
  if (tab.status?.state === "failed") return message("noticeFailed", tab.status.reason ?? "");
  if (waitsForReload()) return message("noticeReload");
  if (tab.status?.skipped === true) return message("noticeSkipped");
  if (tab.status?.layout !== undefined) return message("noticeNotUnderstood", siteName());
  if (tab.state === "unread" && isClosed(tab.url)) return message("noticeClosed");
  if (tab.state === "unread") return message("noticeUnsupported");
  return undefined;
}
