/**
 * What the user has taught: posts that they called hype or not hype, and their home in the browser's local storage, which no sync carries.
 *
 * In: whatever stands in storage, however old or damaged. Out: lessons that are always whole, and an edition that tells one list of them
 * from another. Knows nothing of what is learnt from them: that is the core's.
 */

import { api, onStored } from "../shared/browser";
import { CATEGORIES, type Category, isRecord } from "./settings";

/** What is told of a post. */
export interface Told {
  /** The post as exempt.ts puts it. */
  readonly text: string;
  /** Posts like this count for more, or for less. */
  readonly way: "more" | "less";
  readonly categories: readonly Category[];
}

export interface Lesson extends Told {
  /** Milliseconds since 1970. */
  readonly when: number;
}

export interface Learnt {
  readonly lessons: readonly Lesson[];
  /** Another after every change; empty where nothing was ever taught. */
  readonly edition: string;
}

export interface ParsedLearnt {
  readonly learnt: Learnt;
  /** Something stored made no sense, and is left out. */
  readonly problem: boolean;
}

export const NOTHING: Learnt = { lessons: [], edition: "" };

/** The oldest goes: so learning anew takes a few milliseconds at most. */
const MOST_LESSONS = 200;
const LONGEST_TEXT = 500;
const LONGEST_EDITION = 100;

const KEY = "learnt";

export async function loadLearnt(): Promise<ParsedLearnt> {
  return parseLearnt((await api.storage.local.get(KEY))[KEY]);
}

/** Takes each lesson that makes sense. Nothing stored at all is no problem. */
export function parseLearnt(stored: unknown): ParsedLearnt {
  if (stored === undefined) return { learnt: NOTHING, problem: false };
  const { edition, lessons } = isRecord(stored) ? stored : {};
  if (!isEdition(edition) || !Array.isArray(lessons)) return { learnt: NOTHING, problem: true };
  const whole = lessons.filter(isLesson).slice(-MOST_LESSONS);
  return { learnt: { lessons: whole, edition }, problem: whole.length < lessons.length };
}

/** Writes what `change` makes of the lessons that stand in storage. One page at a time. */
export async function updateLearnt(change: (lessons: readonly Lesson[]) => readonly Lesson[]): Promise<void> {
  await navigator.locks.request(KEY, async () => {
    const { learnt } = await loadLearnt();
    const lessons = change(learnt.lessons).slice(-MOST_LESSONS);
    await api.storage.local.set({ [KEY]: { edition: crypto.randomUUID(), lessons } });
  });
}

/** A list of lessons with this one in it as the last, or without it. */
export function told(lessons: readonly Lesson[], lesson: Told, present: boolean): readonly Lesson[] {
  const others = lessons.filter(({ text, way }) => text !== lesson.text || way !== lesson.way);
  return present ? [...others, { ...lesson, when: Date.now() }] : others;
}

/** Calls `listener` whenever lessons are written, by any page of the extension. Returns what ends that. */
export function onLearnt(listener: (parsed: ParsedLearnt) => void): () => void {
  return onStored(KEY, (value) => listener(parseLearnt(value)));
}

export function isTold(value: unknown): value is Told {
  if (!isRecord(value)) return false;
  const { text, way, categories } = value;
  return (
    typeof text === "string" &&
    text !== "" &&
    text.length <= LONGEST_TEXT &&
    (way === "more" || way === "less") &&
    Array.isArray(categories) &&
    categories.length > 0 &&
    categories.every((category) => CATEGORIES.some((known) => known === category))
  );
}

/** What a page's own script may say: it is compared, and nothing else. */
export function isEdition(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_EDITION;
}

function isLesson(value: unknown): value is Lesson {
  return isTold(value) && "when" in value && Number.isFinite(value.when);
}
