/**
 * Everything that the parts of the extension say to each other. Types, and the few names that both sides must agree on.
 *
 *   content script, sample page ── port "engine" ──▶ background    questions to the core, each answered under its id
 *   popup ── port "popup" ──▶ content script, sample page          the content script answers with a Status at once, and again at
 *                                                                  every change; the popup writes settings, and sends a Wish for
 *                                                                  what concerns this page alone
 *   content script, sample page ── message ──▶ background          a TabState, at every change: for the toolbar
 *   background ── message ──▶ content script                       the keys for cards; sites that are no longer allowed
 *   content script ── message ──▶ background                       a page is shown again that was put aside for a while
 *   background ── message ──▶ content script                       the reader calls the post under the pointer hype
 *   check.js ── message ──▶ background                             the card of a check could not be shown
 *   content script, sample page ── message ──▶ background          what the reader has decided in a card: see feedback.ts
 *   content script, sample page ── message ──▶ background          posts that may be repeats: see templates/notes.ts
 *   background ── message ──▶ popup                                reading has begun in the tabs of a site that was just allowed
 *   content script ── message ──▶ background                       a SheetWish, answered with whether it is done
 *
 * Ports carry JSON in Chromium and structured clones in Firefox: only plain values here.
 */

import { type Category, type CoreChoices, isRecord, type OwnRule } from "../settings/settings";
import type { Catalogue, Scores, Thresholds, Words } from "./catalogue";

/**
 * The longest text that is read, in UTF-16 units; of a longer one, its beginning. The longest posts of the sites have 40,000 (Reddit), and
 * the core takes less than a tenth of a second for the worst text of this length.
 */
export const LONGEST_TEXT = 100_000;

export const ENGINE_PORT = "engine";
export const POPUP_PORT = "popup";

/** The manifest's commands that go from card to card, and into one; also the messages that pass them on to the tab. */
const CARD_COMMANDS = ["next-card", "previous-card", "enter-card"] as const;

export type CardCommand = (typeof CARD_COMMANDS)[number];

export function isCardCommand(sent: unknown): sent is CardCommand {
  return CARD_COMMANDS.some((command) => command === sent);
}

/** The manifest's command, and the item of the context menu, that check the selected words. */
export const CHECK_SELECTION = "check-selection";

/** The item of the context menu that calls a post hype; also the message that passes it on to the tab. */
export const CALL_HYPE = "call-hype";

/**
 * The key of the symbol under which check.js finds words that it cannot read for itself, in the world that extensions have beside the page.
 * A name would be the page's as well: elements answer to their ids there.
 */
export const GIVEN = "hypelint-given";

/** From check.js to the background: the card could not be shown. */
export const NOT_SHOWN = "not-shown";

/** From the background to an open popup: reading has begun in tabs that were open. */
export const BEGUN = "begun";

/** From a page that comes back from the back/forward cache: it may have missed that its site was taken back. */
export const RESUMED = "resumed";

/** From the background to every tab: the user has taken these sites back, named by match patterns. */
export interface Revoked {
  readonly revoked: string[];
}

export function isRevoked(sent: unknown): sent is Revoked {
  return isRecord(sent) && Array.isArray(sent["revoked"]);
}

/** The kinds of question to the engine: what is asked, and what is answered. */
export interface Protocol {
  /** One verdict for each text, in order: [pump, claim, n; n times: rule, start, end, weight; the codes of the sketch, if there is one]; null where the core broke on it. */
  score: { request: { texts: string[]; rules: CoreChoices; edition: string }; response: (number[] | null)[] };
  report: { request: { text: string; rules: CoreChoices; edition: string }; response: Report };
  /** What own rules find; asked only where there are some, and by their editor. */
  own: { request: { texts: string[]; rules: OwnRule[] }; response: OwnAnswer };
  catalogue: { request: Record<never, never>; response: Catalogue };
  /** The words for people, for pages that cannot read the package. */
  words: { request: Record<never, never>; response: Words };
  /** The core itself as base64, for a page that may run it. */
  wasm: { request: Record<never, never>; response: string };
}

/** Of one text: number of the rule, start, end. */
export type Found = readonly (readonly [number, number, number])[];

/** `problems`: for each rule, what is wrong with it, or nothing; `found`: for each text, the first words that each rule finds. */
export interface OwnAnswer {
  readonly problems: readonly string[];
  readonly found: readonly Found[];
}

export type Kind = keyof Protocol;

export type Request = { [K in Kind]: { id: number; kind: K } & Protocol[K]["request"] }[Kind];

/** `error`: the question made no sense, or the core could not be loaded, or broke; its text is for the popup's small print. */
export type Response = { id: number; ok: unknown } | { id: number; error: string };

/**
 * Whether posts are read. "paused": for some minutes, or in this tab; "failed": the core does not answer now, and is asked again when
 * something happens; "left": the script has ended.
 */
const STATES = ["reading", "off", "site-off", "paused", "failed", "left"] as const;
export type State = (typeof STATES)[number];

/** What the toolbar shows of a tab. */
export interface TabState {
  readonly tabState: State;
  readonly marked: number;
}

export function isTabState(sent: unknown): sent is TabState {
  if (!isRecord(sent)) return false;
  return STATES.some((state) => state === sent["tabState"]) && Number.isInteger(sent["marked"]);
}

/** The style of the marks, under a name of the page's own: to be put into the frame that asks, or to be taken out of it. */
export interface SheetWish {
  readonly sheet: string;
  readonly present: boolean;
}

/** From the popup to the page that it speaks of: rest until it is loaded anew, or no longer; scroll to a post of `Status.listed`. */
export type Wish = { readonly paused: boolean } | { readonly show: number };

/** A marked post that is on the page now. */
export interface Listed {
  readonly id: number;
  readonly author: string;
  /** The words that weigh most. */
  readonly quote: string;
  readonly category: Category;
}

/** Sent by a content script to each open popup. */
export interface Status {
  /** `reason` says why it is "failed". */
  readonly state: State;
  readonly reason?: string;
  /** `id` is what `Settings.sitesOff` holds; `name` is what people call the site. */
  readonly site: { readonly id: string; readonly name: string };
  /** The settings in storage were damaged, and defaults stand in. */
  readonly settingsProblem: boolean;
  /** Some post could not be read: the core broke on it, or its page did something that nobody expects. */
  readonly skipped: boolean;
  /** Posts read in this tab, and how many of them are marked now, in any category and in each. */
  readonly read: number;
  readonly marked: number;
  readonly pump: number;
  readonly claim: number;
  /** In the order of the page. */
  readonly listed: readonly Listed[];
  /** There only where the page shows a feed that its adapter finds no post in. */
  readonly layout?: Layout;
  /** Every post read in this tab, for `count()` of the catalogue at any other setting; and what that needs besides, once it is known. */
  readonly posts: readonly Scores[];
  readonly thresholds?: Thresholds;
}

/** What an adapter's selectors find on a page whose layout is not understood. Counts and our own words; nothing of the page's. */
export interface Layout {
  readonly adapter: string;
  readonly selectors: readonly { readonly part: string; readonly selector: string; readonly found: number }[];
  /** Siblings that look like posts to the eye. */
  readonly like: number;
}

/** All that the core knows of one text, for its card. */
export interface Report {
  readonly pump: number;
  readonly claim: number;
  readonly strength: Readonly<Record<Category, 0 | 1 | 2 | 3 | 4>>;
  /** Strongest first within each category. */
  readonly findings: readonly Finding[];
  /** What lowered the score. */
  readonly contexts: readonly Context[];
  /** Eight questions if there is a claim, otherwise none. */
  readonly checklist: readonly Answer[];
  /** How much of the sums comes of lessons, where that is anything: logits. */
  readonly taught?: Readonly<Record<Category, number>>;
  /** The language is not covered: only numbers, tickers and emoji were read. */
  readonly structure_only: boolean;
}

export interface Finding {
  readonly rule: string;
  readonly category: Category;
  /** UTF-16 units in the text, as everywhere in this extension. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Logits, after context. */
  readonly weight: number;
  readonly contexts: readonly string[];
}

export interface Context {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly effect: number;
}

export interface Answer {
  readonly id: string;
  readonly state: "answered" | "partly" | "open";
  readonly start?: number;
  readonly end?: number;
  readonly text?: string;
}
