/**
 * The settings and the lessons as a file: everything but what belongs to this browser alone.
 *
 * In: settings and lessons, or the text of a file, whoever wrote it. Out: the text of a file, or what could be taken from one, and what could
 * not. Knows nothing of files themselves, nor of storage.
 */

import { LEARNT, type Lesson, type ParsedLessons, parseLessons } from "./learnt";
import { DEFAULTS, type Field, isRecord, type Problem, parse, type Settings, VERSION } from "./schema";

const APPLICATION = "Hypelint";

/** A pause has passed by then; and that a browser carries settings is for its user to decide. */
const LOCAL: readonly string[] = ["version", "pausedUntil", "sync"];
const FIELDS = Object.keys(DEFAULTS).filter((name) => !LOCAL.includes(name)) as readonly Field[];

export function toFile(settings: Settings, lessons: readonly Lesson[]): string {
  const file = {
    application: APPLICATION,
    version: VERSION,
    settings: pick(settings, FIELDS),
    [LEARNT]: lessons,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

export interface Taken {
  /** The fields that the file has. */
  readonly settings: Partial<Settings>;
  /** Undefined where the file has none, and says nothing of them. */
  readonly lessons: readonly Lesson[] | undefined;
  readonly problems: readonly Problem[];
  /** It was written by a later version, and may say what this one does not know. */
  readonly isNewer: boolean;
}

/** Undefined for what is no such file. What makes no sense in one stays as it is in `current`. */
export function fromFile(text: string, current: Settings): Taken | undefined {
  const file = parseJson(text);
  if (!isRecord(file) || file["application"] !== APPLICATION) return undefined;
  const { version, settings: given } = file;
  if (!isRecord(given) || !Number.isInteger(version)) return undefined;
  const isNewer = (version as number) > VERSION;
  const named = FIELDS.filter((name) => Object.hasOwn(given, name));
  const unknown = Object.keys(given).filter((name) => !named.some((field) => field === name));
  const stored = { ...current, ...pick(given, named), version: isNewer ? VERSION : version };
  const { settings, problems } = parse(stored, current);
  const learnt = lessonsIn(file);
  return {
    settings: pick(settings, named),
    lessons: learnt.lessons,
    problems: [...problems, ...unknown.map((path) => ({ path, reason: "unknown" })), ...learnt.problems],
    isNewer,
  };
}

function lessonsIn({
  [LEARNT]: given,
}: Record<string, unknown>): Partial<ParsedLessons> & Pick<ParsedLessons, "problems"> {
  if (Array.isArray(given)) return parseLessons(given);
  return { problems: given === undefined ? [] : [{ path: LEARNT, reason: "no list" }] };
}

export function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
