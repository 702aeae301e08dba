/**
 * What the user has taught: posts that they called hype or not hype, and their home in the browser's local storage, which no sync carries.
 *
 * In: whatever stands in storage, however old or damaged. Out: lessons that are always whole, and an edition that tells one list of them
 * from another. Knows nothing of what is learnt from them: that is the core's.
 */

import { api, type Following, followStored } from "../shared/browser";
import { CATEGORIES, type Category, isRecord, type Problem } from "./schema";

/** What the user says of a post. */
export interface Opinion {
  /** The post as exempt.ts puts it. */
  readonly text: string;
  /** Posts like this count for more, or for less. */
  readonly way: "more" | "less";
  readonly categories: readonly Category[];
}

export interface Lesson extends Opinion {
  /** Milliseconds since 1970. */
  readonly when: number;
}

export interface Learnt {
  readonly lessons: readonly Lesson[];
  /** Another after every change; empty where nothing was ever taught. */
  readonly edition: string;
}

export interface ParsedLessons {
  readonly lessons: readonly Lesson[];
  readonly problems: readonly Problem[];
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

export const LEARNT = "learnt";

export async function loadLearnt(): Promise<ParsedLearnt> {
  return parseLearnt((await api.storage.local.get(LEARNT))[LEARNT]);
}

/** Takes each lesson that makes sense. Nothing stored at all is no problem. */
export function parseLearnt(stored: unknown): ParsedLearnt {
  if (stored === undefined) return { learnt: NOTHING, problem: false };
  const { edition, lessons } = isRecord(stored) ? stored : {};
  if (!isEdition(edition) || !Array.isArray(lessons)) return { learnt: NOTHING, problem: true };
  const parsed = parseLessons(lessons);
  return { learnt: { lessons: parsed.lessons, edition }, problem: parsed.problems.length > 0 };
}

/** The same of lessons alone, wherever they come from. */
export function parseLessons(given: readonly unknown[]): ParsedLessons {
  const lessons = given.filter(isLesson);
  const problems = given.flatMap((one, index) =>
    isLesson(one) ? [] : [{ path: `${LEARNT}[${index}]`, reason: "no lesson" }],
  );
  if (lessons.length > MOST_LESSONS) problems.push({ path: LEARNT, reason: `more than ${MOST_LESSONS}` });
  return { lessons: lessons.slice(-MOST_LESSONS), problems };
}

/** Writes what `change` makes of the lessons that stand in storage. One page at a time. */
export async function updateLearnt(change: (lessons: readonly Lesson[]) => readonly Lesson[]): Promise<void> {
  await navigator.locks.request(LEARNT, async () => {
    const { learnt } = await loadLearnt();
    const lessons = change(learnt.lessons).slice(-MOST_LESSONS);
    await api.storage.local.set({ [LEARNT]: { edition: crypto.randomUUID(), lessons } });
  });
}

/** A list of lessons with this opinion in it as the last, or without it. */
export function withOpinion(
  lessons: readonly Lesson[],
  opinion: Opinion,
  present: boolean,
): readonly Lesson[] {
  const others = lessons.filter(({ text, way }) => text !== opinion.text || way !== opinion.way);
  return present ? [...others, { ...opinion, when: Date.now() }] : others;
}

/** Calls `hear` with the lessons as they are, and whenever any page of the extension has written them. */
export function followLearnt(hear: (parsed: ParsedLearnt) => void): Following {
  return followStored("local", LEARNT, (value) => hear(parseLearnt(value)));
}

export function isOpinion(value: unknown): value is Opinion {
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
  return isOpinion(value) && "when" in value && Number.isFinite(value.when);
}
