/**
 * Carries settings between the user's browsers, where they want that, by the browser's own sync.
 *
 * In: the settings here, those that the browser has brought, and what both were when they agreed last. Out: the same settings on both sides:
 * what was changed on one side alone is changed on the other; of lists, what either side put in or took out. Never carries authors, tickers,
 * posts, or anything learnt. What others have written is checked like everything from storage.
 */

import { api, reasonOf } from "../shared/browser";
import { type Field, isRecord, parseField, type Settings } from "./schema";
import { KEY, load, update } from "./settings";

const SHARED = [
  "sensitivity",
  "apart",
  "categories",
  "sitesOff",
  "disabledRules",
  "strictRules",
  "mildRules",
  "appearance",
] as const satisfies readonly Field[];

/** Where it is kept, beside the settings, on what both sides agreed last. */
const AGREED = "synced";
/** In session storage, for the options page: why it did not work. */
export const SYNC_PROBLEM = "syncProblem";

/** Browsers take 120 writes a minute (chrome.storage.sync, MAX_WRITE_OPERATIONS_PER_MINUTE). */
const LEAST_MS = 500;

let isWanted = false;
let running: Promise<void> | undefined;
let notBefore = 0;

/** For the background. Listeners return their work: Firefox gives a background more time while it lasts. */
export function followSync(): void {
  // Firefox wakes a sleeping background for this event, and not for those of the areas.
  api.storage.onChanged.addListener((changes, area) =>
    area === "sync" || (area === "local" && changes[KEY] !== undefined) ? schedule() : undefined,
  );
  api.runtime.onStartup.addListener(schedule);
}

/** One run at a time, and no two soon after each other: the last one sees all. */
function schedule(): Promise<void> {
  isWanted = true;
  running ??= run();
  return running;
}

async function run(): Promise<void> {
  while (isWanted) {
    await new Promise((resolve) => setTimeout(resolve, notBefore - performance.now()));
    isWanted = false;
    const problem = await reconcile().catch(reasonOf);
    // Whoever reads it may not be there any more.
    await (problem === undefined
      ? api.storage.session.remove(SYNC_PROBLEM)
      : api.storage.session.set({ [SYNC_PROBLEM]: problem })
    ).catch(() => undefined);
    notBefore = performance.now() + LEAST_MS;
  }
  running = undefined;
}

/** Returns why some of it could not be carried. */
async function reconcile(): Promise<string | undefined> {
  const { settings } = await load();
  const { [AGREED]: agreed = {} } = await api.storage.local.get(AGREED);
  if (!settings.sync) {
    await api.storage.local.remove(AGREED);
    return undefined;
  }
  const theirs = await api.storage.sync.get([...SHARED]);
  const base: Record<string, unknown> = isRecord(agreed) ? { ...agreed } : {};
  const merged: Record<string, unknown> = {};
  await update(() => [
    (ours: Settings) => {
      for (const field of SHARED) {
        const their = parseField(field, theirs[field]);
        merged[field] = their === undefined ? ours[field] : merge(base[field], ours[field], their.value);
      }
      return merged as Partial<Settings>;
    },
  ]);
  let problem: string | undefined;
  for (const field of SHARED) {
    try {
      if (!same(merged[field], theirs[field])) await api.storage.sync.set({ [field]: merged[field] });
      base[field] = merged[field];
    } catch (error) {
      problem = reasonOf(error);
    }
  }
  if (!same(base, agreed)) await api.storage.local.set({ [AGREED]: base });
  return problem;
}

/** Where both have changed the same thing, theirs counts: so all come to the same. */
export function merge(base: unknown, ours: unknown, theirs: unknown): unknown {
  if (same(base, theirs)) return ours;
  if (same(base, ours)) return theirs;
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    const before: readonly unknown[] = Array.isArray(base) ? base : [];
    const kept = theirs.filter((item) => ours.includes(item) || !before.includes(item));
    return [...kept, ...ours.filter((item) => !theirs.includes(item) && !before.includes(item))];
  }
  if (isRecord(ours) && isRecord(theirs)) {
    const parts = isRecord(base) ? base : {};
    return Object.fromEntries(
      Object.keys(ours).map((name) => [name, merge(parts[name], ours[name], theirs[name])]),
    );
  }
  return theirs;
}

/** Whether both hold the same values. Browsers give the names of what they store an order of their own. */
function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => same(item, other[index]));
  if (!isRecord(one) || !isRecord(other)) return one === other;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => same(one[name], other[name]));
}
