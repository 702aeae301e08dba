/**
 * Starts Hypelint on a page: reads the settings, opens the engine, and keeps reader, marks and cards in step with both.
 *
 * Used by the content script and by the extension's own sample page. Whatever ends it (the user, a broken core, an update that cuts
 * this script off) leaves the page exactly as the site made it.
 */

import { alive, api } from "../browser";
import { count, type Thresholds } from "../catalogue";
import { openEngine } from "../engine/choose";
import { Orphaned } from "../engine/engine";
import { NEXT_CARD, POPUP_PORT, type Status } from "../messages";
import { load, onChange, type Parsed } from "../settings";
import type { Adapter } from "../sites/adapter";
import { siteOf } from "../sites/index";
import { Cards } from "./cards";
import { Hover } from "./hover";
import { misunderstood } from "./layout";
import { Marks } from "./marks";
import { Posts } from "./posts";
import { Reader } from "./reader";

/** All that is there once the engine is open. */
interface Parts {
  readonly marks: Marks;
  readonly posts: Posts;
  readonly reader: Reader;
  readonly cards: Cards;
  readonly hover: Hover;
  readonly thresholds: Thresholds;
}

export function start(document: Document, adapter: Adapter): () => void {
  const site = siteOf(adapter, document.location.hostname);
  const popups = new Set<chrome.runtime.Port>();
  let parsed: Parsed | undefined;
  let parts: Parts | undefined;
  let opening = false;
  let failure: string | undefined;
  let telling = false;
  let over = false;

  const forgetSettings = onChange((next) => {
    parsed = next;
    follow();
  });
  addEventListener("pageshow", comeBack);
  api.runtime.onConnect.addListener(greet);
  api.runtime.onMessage.addListener(hear);
  void load().then((loaded) => {
    parsed ??= loaded;
    follow();
  }, fail);

  /** In the back/forward cache a page hears nothing of what is changed meanwhile. */
  function comeBack({ persisted }: PageTransitionEvent): void {
    if (!persisted) return;
    if (!alive()) stop();
    else {
      void load().then((loaded) => {
        parsed = loaded;
        follow();
      }, fail);
    }
  }

  /** Brings everything in line with the settings. */
  function follow(): void {
    if (over || parsed === undefined) return;
    if (state(parsed) === "reading") {
      if (parts === undefined) void open();
      else {
        parts.cards.close();
        parts.reader.apply(parsed.settings);
        parts.reader.start();
        parts.hover.start();
      }
    } else {
      rest();
    }
    tell();
  }

  async function open(): Promise<void> {
    if (opening) return;
    opening = true;
    try {
      const engine = await openEngine(adapter.wasm, document.location.origin);
      const { thresholds } = await engine.catalogue();
      if (over || parsed === undefined) return;
      const marks = new Marks(document);
      const posts = new Posts(adapter, site.id);
      const cards = new Cards({ document, marks, engine, events: { stirred, failed: fail } });
      const reader = new Reader({
        document,
        posts,
        marks,
        engine,
        thresholds,
        settings: parsed.settings,
        events: { stirred, changed, failed: fail },
      });
      parts = { marks, posts, reader, cards, hover: new Hover(document, cards), thresholds };
      follow();
    } catch (error) {
      fail(error);
    } finally {
      opening = false;
    }
  }

  function changed(): void {
    parts?.cards.refresh();
    tell();
  }

  /** An update cuts this script off without a word. So whatever happens next is the time to notice. */
  function stirred(): void {
    if (alive()) parts?.marks.mend();
    else stop();
  }

  /** The core is of no use here any more. The page is left alone, and the popup says why. */
  function fail(error: unknown): void {
    if (error instanceof Orphaned || !alive()) {
      stop();
      return;
    }
    failure = error instanceof Error ? error.message : String(error);
    rest();
    tell();
  }

  /** Takes everything back from the page; what is known of posts is kept. */
  function rest(): void {
    parts?.hover.stop();
    parts?.cards.close();
    parts?.reader.stop();
  }

  function stop(): void {
    if (over) return;
    over = true;
    removeEventListener("pageshow", comeBack);
    rest();
    if (!alive()) return;
    forgetSettings();
    api.runtime.onConnect.removeListener(greet);
    api.runtime.onMessage.removeListener(hear);
    for (const popup of popups) popup.disconnect();
  }

  function state({ settings }: Parsed): Status["state"] {
    if (failure !== undefined) return "failed";
    if (!settings.on) return "off";
    return settings.sitesOff.includes(site.id) ? "site-off" : "reading";
  }

  function greet(port: chrome.runtime.Port): void {
    if (port.name !== POPUP_PORT) return;
    popups.add(port);
    port.onDisconnect.addListener(() => popups.delete(port));
    tell();
  }

  function hear(sent: unknown): void {
    if (sent === NEXT_CARD && parsed !== undefined && state(parsed) === "reading") parts?.cards.next();
  }

  /** Tells every open popup; once for all that changes in one go. */
  function tell(): void {
    if (telling || popups.size === 0 || parsed === undefined) return;
    telling = true;
    queueMicrotask(() => {
      telling = false;
      const status = parsed === undefined ? undefined : statusOf(parsed);
      for (const popup of popups) {
        try {
          popup.postMessage(status);
        } catch {
          // The port was closed without a word: the back/forward cache does that.
          popups.delete(popup);
        }
      }
    });
  }

  function statusOf(current: Parsed): Status {
    const posts = parts?.reader.scores() ?? [];
    const now = state(current);
    const counted =
      parts === undefined || now !== "reading"
        ? { marked: 0, pump: 0, claim: 0 }
        : count(posts, parts.thresholds, current.settings);
    const status = {
      state: now,
      site,
      settingsProblem: current.problem,
      read: posts.length,
      ...counted,
      posts,
    };
    const layout =
      parts === undefined || now !== "reading" ? undefined : misunderstood(document, { ...parts, adapter });
    return {
      ...status,
      ...(layout !== undefined && { layout }),
      ...(failure !== undefined && { reason: failure }),
    };
  }

  return stop;
}
