/**
 * What a page tells the background of posts that something speaks for, and what it hears of posts like them: on this page, in other tabs, on
 * other sites.
 *
 * A note says what a post says beside its names and numbers (the core's sketch), whose it is, and its first words. There is none of a post
 * that no sensitivity would mark: nobody asks about it, and most are. To tell notes costs the page one message, and nobody waits for an
 * answer; to ask is for a card. Never knows how posts are compared, nor how long notes are kept.
 */

import type { Identity } from "../content/exempt";
import type { ReadPost } from "../content/posts";
import type { Verdict } from "../engine/verdict";
import { type Category, isRecord } from "../settings/settings";
import { api } from "../shared/browser";
import { shorten } from "../shared/sentences";

export interface Note {
  /** Tells posts apart: "site/…". */
  readonly post: string;
  /** The site gives it an id. Without one, the same post may come under another name: one that is quoted, say. */
  readonly isNamed: boolean;
  /** The core's sketch, a character a slot; null of a post that says too little to be told from others. */
  readonly sketch: string | null;
  /** "site/name", or null where the page does not show who wrote it. */
  readonly account: string | null;
  /** Its first words. */
  readonly excerpt: string;
  /** It is marked as a ticker pump. */
  readonly pushes: boolean;
}

/** Which one of several posts one is, as they were first read. */
export interface Place {
  /** From 1. */
  readonly place: number;
  readonly total: number;
  /** When the first was read: milliseconds since 1970. */
  readonly since: number;
}

export interface Repeats {
  /** Posts of one template; null where there is no other. `others`: the latest first, at most so many as a card lists. */
  readonly template: (Place & { readonly others: readonly Note[] }) | null;
  /** Posts of one account that push a ticker; null where they are few. */
  readonly account: Place | null;
}

export const NO_REPEATS: Repeats = { template: null, account: null };

export interface Told {
  readonly notes: readonly Note[];
  /** The background answers with what is like the first of them. */
  readonly asks: boolean;
}

const LONGEST_EXCERPT = 100;
/** Of one message. */
const MOST_NOTES = 2000;
/** The longest key that a page makes: a site, an author and the beginning of a text. */
const LONGEST_KEY = 2000;
const SKETCH = /^[0-o]{64}$/;

/** Null of a post that could neither be compared nor be counted. */
export function noteOf(
  { post, isNamed, reading: { text } }: ReadPost,
  { author: account }: Identity,
  { sketch }: Verdict,
  flagged: readonly Category[],
): Note | null {
  const pushes = flagged.includes("pump");
  if (sketch === null && !(pushes && account !== null)) return null;
  return { post, isNamed, sketch, account, excerpt: shorten(text, LONGEST_EXCERPT), pushes };
}

export function tell(notes: readonly Note[]): void {
  // A background that does not hear of a post counts it when it comes again.
  void send({ notes: notes.slice(0, MOST_NOTES), asks: false }).catch(() => undefined);
}

/** What is like a post, which counts as read with that. */
export async function repeatsOf(note: Note): Promise<Repeats> {
  return (await send({ notes: [note], asks: true })) ?? NO_REPEATS;
}

async function send(told: Told): Promise<Repeats | undefined> {
  return await api.runtime.sendMessage<Told, Repeats | undefined>(told);
}

export function isTold(sent: unknown): sent is Told {
  if (!isRecord(sent) || typeof sent["asks"] !== "boolean" || !Array.isArray(sent["notes"])) return false;
  const { length } = sent["notes"];
  return (length > 0 || !sent["asks"]) && length <= MOST_NOTES && sent["notes"].every(isNote);
}

export function isNote(value: unknown): value is Note {
  return (
    isRecord(value) &&
    isShort(value["post"]) &&
    typeof value["isNamed"] === "boolean" &&
    (value["sketch"] === null || (typeof value["sketch"] === "string" && SKETCH.test(value["sketch"]))) &&
    (value["account"] === null || isShort(value["account"])) &&
    isShort(value["excerpt"]) &&
    typeof value["pushes"] === "boolean"
  );
}

function isShort(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_KEY;
}
