/**
 * What the user has set, and its home in the browser's local storage.
 *
 * In: what the user changes. Out: settings that are always whole (schema.ts), to whoever follows them. Changes of several pages at once are
 * written one after the other, each to what the others have left. Knows nothing of who reads them, and never writes on its own accord.
 */

import { api, type Following, followStored } from "../shared/browser";
import { type Category, parse, type Settings } from "./schema";

export {
  type Appearance,
  CATEGORIES,
  type Category,
  type CoreChoices,
  DEFAULTS,
  isRecord,
  isSiteId,
  type OwnRule,
  type RuleChoices,
  type Settings,
} from "./schema";

export interface Parsed {
  readonly settings: Settings;
  /** Something stored made no sense, and its default stands in for it. */
  readonly problem: boolean;
}

export const PAUSE_MS = 15 * 60_000;

export const KEY = "settings";

export async function load(): Promise<Parsed> {
  const stored = await api.storage.local.get(KEY);
  return read(stored[KEY]);
}

function read(stored: unknown): Parsed {
  const { settings, problems } = parse(stored);
  return { settings, problem: problems.length > 0 };
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
 * Writes changes to what stands in storage. One page at a time, in the order in which they asked: each changes what the others have left.
 * `take` says what to change when its turn has come. `writes` hears of the new settings right before they are written; never, where nothing
 * changes.
 */
export async function update(
  take: () => readonly Change[],
  writes: (settings: Settings) => void = () => undefined,
): Promise<void> {
  await navigator.locks.request(KEY, async () => {
    const changes = take();
    if (changes.length === 0) return;
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

/** Calls `hear` with the settings as they are, and whenever any page of the extension has written them. */
export function followSettings(hear: (parsed: Parsed) => void): Following {
  return followStored("local", KEY, (value) => hear(read(value)));
}
