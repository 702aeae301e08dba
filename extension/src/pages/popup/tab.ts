/**
 * The tab that was in front when the popup opened: the popup speaks of this one only.
 *
 * In: the browser's word on the tab and on what may be read there; the Status that the tab's own script sends at every change. Out: what of
 * it is so now, told at every change. Knows nothing of what the popup shows.
 */

import type { Settings } from "../../settings/settings";
import { api, message } from "../../shared/browser";
import { type Count, count } from "../../shared/catalogue";
import { BEGUN, isTabState, POPUP_PORT, type Status, type Wish } from "../../shared/messages";
import { adapterFor } from "../../sites/index";
import { isListed, patternFor } from "../../sites/origins";

export class FrontTab {
  readonly id: number | undefined;
  /** Where the browser lets the popup see it: that of a web page, whoever's it is. */
  readonly url: URL | undefined;
  /** The browser lets us read this site: because the manifest names it, or because the user allowed it. */
  isAllowed: boolean;
  /** "unread": no script of ours runs there. "left": it did, and the page has gone since. */
  state: "asking" | "read" | "unread" | "left" = "asking";
  status: Status | undefined;
  #port: chrome.runtime.Port | undefined;
  #changed: () => void = () => undefined;

  private constructor(id: number | undefined, url: URL | undefined, isAllowed: boolean) {
    this.id = id;
    this.url = url;
    this.isAllowed = isAllowed;
  }

  static async find(): Promise<FrontTab> {
    const [front] = await api.tabs.query({ active: true, currentWindow: true });
    const address = front?.url;
    const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
    return new FrontTab(front?.id, url, await allows(url));
  }

  /** Calls `changed` whenever something is otherwise, from now on. */
  follow(changed: () => void): void {
    this.#changed = changed;
    this.#connect();
    const heed = (): void => void this.#followPermission();
    api.permissions.onAdded.addListener(heed);
    api.permissions.onRemoved.addListener(heed);
    // What was answered since the popup asked.
    heed();
    api.runtime.onMessage.addListener((sent: unknown, { tab, url = "" }) => {
      // The popup may have opened before the page's own script had begun, or the page has been loaded anew.
      const begins = isTabState(sent) && sent.tabState !== "left" && tab?.id === this.id;
      const isHere = begins && URL.canParse(url) && new URL(url).host === this.url?.host;
      if ((sent === BEGUN || isHere) && this.#port === undefined) this.#connect();
    });
  }

  wish(wanted: Wish): void {
    this.#port?.postMessage(wanted);
  }

  get name(): string {
    if (isWeb(this.url)) return this.url.hostname.replace(/^www\./, "");
    return this.status?.site.name ?? message("popupThisPage");
  }

  /** What these settings mark, told before the page has followed them. */
  counted(settings: Settings): Count {
    const { status } = this;
    if (status === undefined) return { marked: 0, pump: 0, claim: 0 };
    return status.thresholds === undefined ? status : count(status.posts, status.thresholds, settings);
  }

  get isReading(): boolean {
    return this.status?.state === "reading";
  }

  /** A site that may be read, whose page has no script of ours, was open before the extension came. */
  get waitsForReload(): boolean {
    const { state, url, isAllowed } = this;
    if (state !== "unread" || url === undefined || !isAllowed) return false;
    return adapterFor(url.href) !== undefined || !isListed(url);
  }

  /** The site, where it is not read, and would be if it were allowed. */
  get toAllow(): URL | undefined {
    return this.state === "unread" && isWeb(this.url) && !this.isAllowed ? this.url : undefined;
  }

  /** The site, where the user has allowed it beside those of the manifest. */
  get allowed(): URL | undefined {
    return isWeb(this.url) && this.isAllowed && !isListed(this.url) ? this.url : undefined;
  }

  /** The browser's own page. Those of this extension are nobody's to ask about. */
  get isClosed(): boolean {
    const { url } = this;
    return url !== undefined && !url.href.startsWith(api.runtime.getURL("")) && !isWeb(url);
  }

  #connect(): void {
    if (this.id === undefined) {
      this.state = "unread";
      return;
    }
    const port = api.tabs.connect(this.id, { name: POPUP_PORT });
    this.#port = port;
    port.onMessage.addListener((status: Status) => {
      this.state = "read";
      this.status = status;
      this.#changed();
    });
    port.onDisconnect.addListener(() => {
      // Reading the error tells Chromium that it was expected: most tabs have no script of ours.
      void api.runtime.lastError;
      this.state = this.state === "read" && this.isAllowed ? "left" : "unread";
      this.status = undefined;
      this.#port = undefined;
      this.#changed();
    });
  }

  /** The user may answer the browser's question, or change their mind in its settings, while the popup is open. */
  async #followPermission(): Promise<void> {
    const wasAllowed = this.isAllowed;
    this.isAllowed = await allows(this.url);
    if (!this.isAllowed && this.state === "left") this.state = "unread";
    // The background begins to read in the tab, and says so when it has.
    if (!wasAllowed && this.isAllowed && this.state === "unread") this.state = "asking";
    this.#changed();
  }
}

async function allows(url: URL | undefined): Promise<boolean> {
  return isWeb(url) && (await api.permissions.contains({ origins: [patternFor(url)] }));
}

function isWeb(url: URL | undefined): url is URL {
  return url !== undefined && /^https?:$/.test(url.protocol);
}
