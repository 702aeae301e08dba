/**
 * Starts Hypelint on a page: reads the settings, opens the engine, and keeps reader, marks and cards in step with both.
 *
 * Used by the content script and by the extension's own sample page. What ends it (the user, an update that cuts this script off) leaves the
 * page exactly as the site made it. A core that does not answer ends nothing: it is asked again at the next thing that happens.
 */

import { openEngine } from "../engine/choose";
import { Orphaned } from "../engine/engine";
import { followLearnt, type ParsedLearnt } from "../settings/learnt";
import { followSettings, isPaused, type Parsed } from "../settings/settings";
import { alive, api, type Following, reasonOf } from "../shared/browser";
import type { Thresholds } from "../shared/catalogue";
import { CALL_HYPE, isCardCommand, type State, type Wish } from "../shared/messages";
import type { Adapter } from "../sites/adapter";
import { siteOf } from "../sites/index";
import { tell } from "../templates/notes";
import { Audience, type Situation } from "./audience";
import { Call } from "./call";
import { Cards } from "./cards";
import { listen } from "./events";
import { Folds } from "./folds";
import { Hover, obey } from "./hover";
import { misunderstood } from "./layout";
import { List } from "./list";
import { Marks } from "./marks";
import { Posts } from "./posts";
import { Reader } from "./reader";
import type { Sheet } from "./sheet";

/** All that is there once the engine is open. */
interface Parts {
  readonly marks: Marks;
  readonly posts: Posts;
  readonly reader: Reader;
  readonly cards: Cards;
  readonly call: Call;
  readonly hover: Hover;
  readonly folds: Folds;
  readonly list: List;
  readonly thresholds: Thresholds;
}

/** What could not be opened is asked for again when something happens, but not before. */
const BEGIN_PAUSE_MS = 1000;
/** Whatever shows that somebody is there. */
const SIGNS_OF_LIFE = ["pointermove", "pointerdown", "keydown", "scroll", "visibilitychange"];

export function start(document: Document, adapter: Adapter, sheet: Sheet): () => void {
  const site = siteOf(adapter, document.location.hostname);
  let parsed: Parsed | undefined;
  let learnt: ParsedLearnt | undefined;
  let parts: Parts | undefined;
  let opening = false;
  let failure: string | undefined;
  let waiting: AbortController | undefined;
  /** While a pause may end: the browser wakes nobody for that. */
  let pausing: AbortController | undefined;
  let pausedHere = false;
  let over = false;

  let following: readonly Following[] = [];
  const listening = new AbortController();
  listen(window, "pageshow", comeBack, { signal: listening.signal });
  const audience = new Audience({ situation, joined, wishes });
  api.runtime.onMessage.addListener(hear);
  void begin();

  async function begin(): Promise<void> {
    if (over) return;
    for (const one of following) one.stop();
    try {
      following = [
        followSettings((next) => {
          parsed = next;
          follow();
        }),
        followLearnt((next) => {
          learnt = next;
          follow();
        }),
      ];
      await Promise.all(following.map(({ begun }) => begun));
    } catch (error) {
      failToBegin(error);
    }
  }

  /** In the back/forward cache a page hears nothing of what is changed meanwhile. */
  function comeBack({ persisted }: PageTransitionEvent): void {
    if (!persisted) return;
    if (!alive()) stop();
    else {
      parsed = undefined;
      learnt = undefined;
      audience.repeat();
      void begin();
    }
  }

  /** Brings everything in line with the settings. */
  function follow(): void {
    if (over || parsed === undefined || learnt === undefined) return;
    awaitEndOfPause(parsed);
    if (isWanted(parsed)) {
      sheet.want(true);
      if (parts === undefined) void open();
      else {
        parts.cards.outdate();
        parts.reader.apply(parsed.settings, learnt.learnt);
        parts.reader.start();
        parts.hover.start();
        parts.folds.start();
      }
    } else {
      rest();
    }
    audience.tell();
  }

  async function open(): Promise<void> {
    if (opening) return;
    opening = true;
    try {
      const engine = await openEngine(adapter.wasm, document.location.origin);
      const { thresholds } = await engine.catalogue();
      if (over || parsed === undefined || learnt === undefined) return;
      const marks = new Marks(document, sheet.name);
      const posts = new Posts(adapter, site.id);
      const find = (post: string): Element | undefined => parts?.reader.find(post);
      const mildRules = (): readonly string[] => parsed?.settings.mildRules ?? [];
      const events = { stirred, failed: notice };
      const cards = new Cards({ document, marks, engine, find, mildRules, events });
      const reader = new Reader({
        document,
        posts,
        marks,
        engine,
        thresholds,
        settings: parsed.settings,
        learnt: learnt.learnt,
        events: { stirred, changed, noted: tell, failed: fail, answered },
      });
      const hover = new Hover(document, cards);
      const call = new Call({ document, posts, engine, thresholds, cards, signal: listening.signal });
      const list = new List(marks, (post) => posts.authorOf(post));
      const folds = new Folds(document, marks);
      parts = { marks, posts, reader, cards, call, hover, folds, list, thresholds };
      answered();
      follow();
    } catch (error) {
      failToBegin(error);
    } finally {
      opening = false;
    }
  }

  function changed(): void {
    parts?.cards.refresh();
    audience.tell();
  }

  /** An end of time passes without a word: whatever happens next is the time to compare. */
  function awaitEndOfPause({ settings }: Parsed): void {
    pausing?.abort();
    pausing = undefined;
    if (!isPaused(settings)) return;
    pausing = new AbortController();
    const { signal } = pausing;
    const compare = (): void => {
      if (!isPaused(settings)) follow();
    };
    listenForLife(document, compare, signal);
  }

  /** A passing fault passes: the next thing that happens is the time to try again. */
  function failToBegin(error: unknown): void {
    fail(error);
    if (over || waiting !== undefined) return;
    waiting = new AbortController();
    const { signal } = waiting;
    const from = performance.now() + BEGIN_PAUSE_MS;
    const again = (): void => {
      waiting?.abort();
      waiting = undefined;
      setTimeout(begin, from - performance.now());
    };
    listenForLife(document, again, signal);
    const changes = new MutationObserver(again);
    changes.observe(document, { childList: true, subtree: true });
    signal.addEventListener("abort", () => changes.disconnect());
  }

  /** An update cuts this script off without a word. So whatever happens next is the time to notice. */
  function stirred(): void {
    if (!alive()) {
      stop();
      return;
    }
    parts?.marks.mend();
    sheet.stir();
    parts?.reader.stir();
  }

  function answered(): void {
    if (failure === undefined) return;
    failure = undefined;
    audience.tell();
  }

  /** The core does not answer now. What is marked stays, and the popup says why no more is. */
  function fail(error: unknown): void {
    if (error instanceof Orphaned || !alive()) {
      stop();
      return;
    }
    failure = reasonOf(error);
    audience.tell();
  }

  /** A card that could not be shown costs nothing but the card. */
  function notice(error: unknown): void {
    if (error instanceof Orphaned || !alive()) stop();
  }

  /** Takes everything back from the page; what is known of posts is kept. */
  function rest(): void {
    parts?.hover.stop();
    parts?.folds.stop();
    parts?.cards.close();
    parts?.reader.stop();
    sheet.want(false);
  }

  function stop(): void {
    if (over) return;
    over = true;
    listening.abort();
    waiting?.abort();
    pausing?.abort();
    rest();
    audience.end(alive());
    if (!alive()) return;
    for (const one of following) one.stop();
    api.runtime.onMessage.removeListener(hear);
  }

  function isWanted({ settings }: Parsed): boolean {
    return settings.on && !settings.sitesOff.includes(site.id) && !pausedHere && !isPaused(settings);
  }

  function state(current: Parsed): State {
    if (!current.settings.on) return "off";
    if (current.settings.sitesOff.includes(site.id)) return "site-off";
    if (!isWanted(current)) return "paused";
    return failure === undefined ? "reading" : "failed";
  }

  function joined(): void {
    if (pausing === undefined) audience.tell();
    else follow();
    stirred();
  }

  function hear(sent: unknown): void {
    if (parsed === undefined || !isWanted(parsed) || parts === undefined) return;
    if (isCardCommand(sent)) obey(sent, parts.cards);
    if (sent === CALL_HYPE) parts.call.hype(parsed.settings).catch(notice);
  }

  function wishes(wish: Wish): void {
    if ("paused" in wish) {
      pausedHere = wish.paused;
      follow();
    } else {
      const post = parts?.list.find(wish.show);
      if (post === undefined) return;
      parts?.marks.unfold(post);
      post.scrollIntoView({ block: "center" });
    }
  }

  function situation(): Situation | undefined {
    if (parsed === undefined) return undefined;
    return {
      state: state(parsed),
      reason: failure,
      site,
      settings: parsed.settings,
      settingsProblem: parsed.problem || learnt?.problem === true,
      skipped: parts?.reader.hasSkipped() ?? false,
      posts: parts?.reader.scores() ?? [],
      thresholds: parts?.thresholds,
      listed: () => parts?.list.lines() ?? [],
      layout: () => parts && misunderstood(document, { ...parts, adapter }),
    };
  }

  return stop;
}

function listenForLife(document: Document, heard: () => void, signal: AbortSignal): void {
  for (const sign of SIGNS_OF_LIFE) listen(document, sign, heard, { signal, capture: true, passive: true });
}
