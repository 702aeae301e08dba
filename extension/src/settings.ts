/**
 * What the user has set: its shape, its defaults, and its home in the browser's local storage.
 *
 * In: whatever stands in storage, however old or damaged. Out: settings that are always whole.
 * Knows nothing of who reads them, and never writes on its own accord.
 */

import { api } from "./browser";

export type Category = "pump" | "claim";

export const CATEGORIES: readonly Category[] = ["pump", "claim"];

export interface Settings {
  readonly version: 2;
  readonly on: boolean;
  /** 0 marks nothing, 100 the most. An index into the thresholds of the catalogue. */
  readonly sensitivity: number;
  /** One for each category, where the user wants that: these count then. */
  readonly apart: Readonly<Record<Category, number>> | null;
  /** Nothing is read until then: milliseconds since 1970. */
  readonly pausedUntil: number;
  readonly categories: Readonly<Record<Category, boolean>>;
  /** Ids of sites (for Mastodon: the host) on which nothing is read. */
  readonly sitesOff: readonly string[];
  /** Ids of rules that take no part in the score. */
  readonly disabledRules: readonly string[];
  /** What the reader wants no mark on, as exempt.ts puts it: single posts by what they say, authors, tickers and projects. */
  readonly notHype: readonly string[];
  readonly trustedAuthors: readonly string[];
  readonly ignoredSubjects: readonly string[];
}

export interface Parsed {
  readonly settings: Settings;
  /** Something stored made no sense, and its default stands in for it. */
  readonly problem: boolean;
}

export const DEFAULTS: Settings = {
  version: 2,
  on: true,
  sensitivity: 50,
  apart: null,
  pausedUntil: 0,
  categories: { pump: true, claim: true },
  sitesOff: [],
  disabledRules: [],
  notHype: [],
  trustedAuthors: [],
  ignoredSubjects: [],
};

export const PAUSE_MS = 15 * 60_000;

const KEY = "settings";

const MOST_IDS = 1000;
const LONGEST_ID = 100;

/** Takes each field that makes sense, and the default for each that does not. Nothing stored at all is no problem. */
export function parse(stored: unknown): Parsed {
  if (stored === undefined) return { settings: DEFAULTS, problem: false };
  const whole = isRecord(stored);
  const fields = migrated(whole ? stored : {});
  let problem = !whole || fields["version"] !== 2;

  function take<T>(value: unknown, accepts: (value: unknown) => value is T, fallback: T): T {
    if (accepts(value)) return value;
    problem = true;
    return fallback;
  }

  const categories = take(fields["categories"], isRecord, {});
  const settings: Settings = {
    version: 2,
    on: take(fields["on"], isBoolean, DEFAULTS.on),
    sensitivity: take(fields["sensitivity"], isSensitivity, DEFAULTS.sensitivity),
    apart: take(fields["apart"], isApart, DEFAULTS.apart),
    pausedUntil: take(fields["pausedUntil"], isTime, DEFAULTS.pausedUntil),
    categories: {
      pump: take(categories["pump"], isBoolean, DEFAULTS.categories.pump),
      claim: take(categories["claim"], isBoolean, DEFAULTS.categories.claim),
    },
    sitesOff: take(fields["sitesOff"], isStrings, DEFAULTS.sitesOff),
    disabledRules: take(fields["disabledRules"], areIds, DEFAULTS.disabledRules),
    notHype: take(fields["notHype"], isStrings, DEFAULTS.notHype),
    trustedAuthors: take(fields["trustedAuthors"], isStrings, DEFAULTS.trustedAuthors),
    ignoredSubjects: take(fields["ignoredSubjects"], isStrings, DEFAULTS.ignoredSubjects),
  };
  return { settings, problem };
}

/** Settings of the version before, with what this one has beyond them. */
function migrated(fields: Record<string, unknown>): Record<string, unknown> {
  if (fields["version"] !== 1) return fields;
  const { apart, pausedUntil, notHype, trustedAuthors, ignoredSubjects } = DEFAULTS;
  return { apart, pausedUntil, notHype, trustedAuthors, ignoredSubjects, ...fields, version: 2 };
}

export async function load(): Promise<Parsed> {
  const stored = await api.storage.local.get(KEY);
  return parse(stored[KEY]);
}

/** The sensitivity that counts for a category. */
export function sensitivityOf(
  { sensitivity, apart }: Pick<Settings, "sensitivity" | "apart">,
  category: Category,
): number {
  return apart?.[category] ?? sensitivity;
}

/** An end further away than any pause lasts comes of a clock that was set back: it holds nothing up. */
export function isPaused({ pausedUntil }: Settings, now = Date.now()): boolean {
  return pausedUntil > now && pausedUntil - now <= PAUSE_MS;
}

/** What to change, said of whatever the settings are by then; done twice, it does no more. */
export type Change = (settings: Settings) => Partial<Settings>;

export function changed(settings: Settings, changes: readonly Change[]): Settings {
  let now = settings;
  for (const change of changes) now = { ...now, ...change(now) };
  return now;
}

/**
 * Writes changes to what stands in storage. One page at a time: each changes what the others have left. `writes` hears of the new settings
 * right before they are written; never, where nothing changes.
 */
export async function update(
  changes: readonly Change[],
  writes: (settings: Settings) => void,
): Promise<void> {
  await navigator.locks.request(KEY, async () => {
    const { settings: before, problem } = await load();
    const settings = changed(before, changes);
    if (!problem && JSON.stringify(settings) === JSON.stringify(before)) return;
    writes(settings);
    await api.storage.local.set({ [KEY]: settings });
  });
}

/** A list of ids with one of them in it, or without. */
export function toggled(ids: readonly string[], id: string, present: boolean): string[] {
  const others = ids.filter((other) => other !== id);
  return present ? [...others, id] : others;
}

/** Calls `listener` whenever the settings are written, by any page of the extension. Returns what ends that. */
export function onChange(listener: (parsed: Parsed) => void): () => void {
  const heard = (changes: Record<string, chrome.storage.StorageChange>): void => {
    const change = changes[KEY];
    if (change !== undefined) listener(parse(change.newValue));
  };
  const { onChanged } = api.storage.local;
  onChanged.addListener(heard);
  return () => onChanged.removeListener(heard);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function isSensitivity(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 100;
}

function isApart(value: unknown): value is Settings["apart"] {
  return (
    value === null || (isRecord(value) && CATEGORIES.every((category) => isSensitivity(value[category])))
  );
}

function isTime(value: unknown): value is number {
  return Number.isFinite(value) && (value as number) >= 0;
}

/** An adapter's id, or a host. A page's own script says it. */
export function isSiteId(value: unknown): value is string {
  return typeof value === "string" && /^[\w.:[\]-]{1,255}$/.test(value);
}

/** Of rules: there are fewer than a hundred. More, or longer ones, are none, and would be carried with every question to the core. */
export function areIds(value: unknown): value is string[] {
  return isStrings(value) && value.length <= MOST_IDS && value.every((id) => id.length <= LONGEST_ID);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
