/**
 * Who hears what has become of a page: the toolbar, and every popup that speaks of it.
 *
 * In: what is so now, whenever somebody asks. Out: a TabState and a Status at every change, once for all that changes in one go; and the
 * wishes of popups. Never knows how posts are read, nor what a mark is.
 */

import { api } from "../shared/browser";
import { type Count, count, type Scores, type Thresholds, type Tuning } from "../shared/catalogue";
import {
  type Layout,
  type Listed,
  POPUP_PORT,
  type State,
  type Status,
  type TabState,
  type Wish,
} from "../shared/messages";

/** What is so now. What takes time to find out is asked for where somebody wants to know. */
export interface Situation {
  readonly state: State;
  /** Why it is "failed". */
  readonly reason: string | undefined;
  readonly site: Status["site"];
  readonly settings: Tuning;
  readonly settingsProblem: boolean;
  readonly skipped: boolean;
  readonly posts: readonly Scores[];
  readonly thresholds: Thresholds | undefined;
  readonly listed: () => readonly Listed[];
  readonly layout: () => Layout | undefined;
}

export interface AudienceEvents {
  /** Undefined until something is known. */
  situation(): Situation | undefined;
  /** A popup has opened, which will be told. */
  joined(): void;
  wishes(wish: Wish): void;
}

export class Audience {
  readonly #events: AudienceEvents;
  readonly #popups = new Set<chrome.runtime.Port>();
  #isTelling = false;
  #isOver = false;
  /** What the toolbar shows. */
  #shown = "";

  constructor(events: AudienceEvents) {
    this.#events = events;
    api.runtime.onConnect.addListener(this.#greet);
    document.addEventListener("prerenderingchange", () => this.tell(), { once: true });
  }

  /** Tells all; soon, and once for all that changes in one go. */
  tell(): void {
    if (this.#isTelling || this.#isOver) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      const now = this.#isOver ? undefined : this.#events.situation();
      if (now === undefined) return;
      const counts = countsOf(now);
      this.#show({ tabState: now.state, marked: counts.marked });
      if (this.#popups.size === 0) return;
      const status = statusOf(now, counts);
      for (const popup of this.#popups) {
        try {
          popup.postMessage(status);
        } catch {
          // The port was closed without a word: the back/forward cache does that.
          this.#popups.delete(popup);
        }
      }
    });
  }

  /** The toolbar may have forgotten: it is told anew with the next change. */
  repeat(): void {
    this.#shown = "";
  }

  /** Says that this script has ended, where that can still be said. */
  end(isAlive: boolean): void {
    this.#isOver = true;
    if (!isAlive) return;
    this.#show({ tabState: "left", marked: 0 });
    api.runtime.onConnect.removeListener(this.#greet);
    for (const popup of this.#popups) popup.disconnect();
  }

  readonly #greet = (port: chrome.runtime.Port): void => {
    if (port.name !== POPUP_PORT) return;
    this.#popups.add(port);
    port.onDisconnect.addListener(() => this.#popups.delete(port));
    port.onMessage.addListener((wish: Wish) => this.#events.wishes(wish));
    this.#events.joined();
  };

  #show(tab: TabState): void {
    const now = JSON.stringify(tab);
    // The tab still shows the page before.
    if (now === this.#shown || isPrerendered(document)) return;
    this.#shown = now;
    api.runtime.sendMessage(tab).catch(() => undefined); // the background will hear of the next change
  }
}

function isPrerendered(page: Document & { readonly prerendering?: boolean }): boolean {
  return page.prerendering === true;
}

function countsOf({ state, posts, thresholds, settings }: Situation): Count {
  return thresholds === undefined || state !== "reading"
    ? { marked: 0, pump: 0, claim: 0 }
    : count(posts, thresholds, settings);
}

function statusOf(now: Situation, counts: Count): Status {
  const { state, reason, site, settingsProblem, skipped, posts, thresholds } = now;
  const layout = state === "reading" ? now.layout() : undefined;
  return {
    state,
    site,
    settingsProblem,
    skipped,
    read: posts.length,
    ...counts,
    posts,
    listed: now.listed(),
    ...(thresholds !== undefined && { thresholds }),
    ...(layout !== undefined && { layout }),
    ...(reason !== undefined && { reason }),
  };
}
