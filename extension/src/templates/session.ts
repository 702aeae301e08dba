/**
 * The posts of this browsing session that something speaks for, in the background: who repeats what.
 *
 * In: notes of pages. Out: which notes are of one template, and which are of one account that pushes tickers. Notes stand in the browser's
 * session storage, which is memory alone: they outlive this script, and go with the session, when Hypelint is turned off, or when the user
 * says so. Nothing of private windows is kept. Sketches are compared here, slot by slot, so that the core need not be loaded for it: the
 * number of slots that must agree is the core's (src/repeats/sketch.rs), and a test holds the two together.
 */

import { followSettings, isRecord } from "../settings/settings";
import { api } from "../shared/browser";
import { once } from "../shared/once";
import { isNote, isTold, NO_REPEATS, type Note, type Place, type Repeats } from "./notes";

interface Kept extends Note {
  /** When it was first read: milliseconds since 1970. */
  readonly since: number;
}

/** Slots in which the sketches of posts of one template agree at least. */
const ALIKE = 34;
/** "Again and again": two are not. */
const FEWEST_PUSHES = 3;
/** Others that are told of. */
const MOST_OTHERS = 20;
/** A note has a kilobyte at most, and the browser sets ten megabytes aside. */
const MOST_KEPT = 5000;
const PREFIX = "read:";

export function keepSession(): void {
  let isOn = true;
  // What was written while no background listened counts as soon as one does.
  const settled = followSettings(({ settings }) => {
    isOn = settings.on;
    if (!isOn) void forget();
  }).begun.catch(() => undefined);
  api.runtime.onMessage.addListener((sent: unknown, { tab }, answer: (answer: Repeats) => void) => {
    if (!isTold(sent) || tab === undefined || tab.incognito) return false;
    const [first] = sent.notes;
    Promise.all([load(), settled]).then(
      ([kept]) => {
        // A page may not have heard yet that it is off.
        if (isOn) kept.keep(sent.notes);
        if (sent.asks && first !== undefined) answer(repeatsIn(inOrder(kept.values()), first));
      },
      () => sent.asks && answer(NO_REPEATS),
    );
    return sent.asks;
  });
}

async function forget(): Promise<void> {
  const kept = await load();
  await api.storage.session.remove(kept.clear().map(keyOf));
}

/** Reads what an earlier run of this script has left. */
const load = once(async () => {
  const notes = Object.entries(await api.storage.session.get(null)).flatMap(([key, value]) =>
    key.startsWith(PREFIX) && isKept(value) ? [value] : [],
  );
  return new Session(inOrder(notes));
});

/** The notes that there are, by their posts and by how they begin: one that comes is compared with few. */
class Session {
  readonly #kept = new Map<string, Kept>();
  readonly #begun = new Map<string, Set<Kept>>();
  #latest = 0;

  constructor(notes: readonly Kept[]) {
    for (const note of notes) this.#put(note);
  }

  values(): Iterable<Kept> {
    return this.#kept.values();
  }

  /** Forgets all, and says which posts these were. */
  clear(): string[] {
    const posts = [...this.#kept.keys()];
    this.#kept.clear();
    this.#begun.clear();
    return posts;
  }

  /** Takes notes in, here and in storage. */
  keep(notes: readonly Note[]): void {
    const fresh: Record<string, Kept> = {};
    const gone: string[] = [];
    for (const note of notes) {
      const before = this.#find(note);
      // A quote adds nothing to the post itself.
      if (before !== undefined && before.post !== note.post && before.isNamed) continue;
      // No two at the same time: storage does not tell which came first.
      const next = { ...note, since: before?.since ?? Math.max(Date.now(), this.#latest + 1) };
      if (before !== undefined && isSame(before, next)) continue;
      if (before !== undefined && before.post !== note.post) {
        this.#drop(before);
        gone.push(before.post);
      }
      this.#put(next);
      fresh[keyOf(note.post)] = next;
    }
    for (const oldest of this.#kept.values()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#drop(oldest);
      gone.push(oldest.post);
    }
    // Where there is no room, notes live as long as this script does.
    if (Object.keys(fresh).length > 0) api.storage.session.set(fresh).catch(() => undefined);
    if (gone.length > 0) api.storage.session.remove(gone.map(keyOf)).catch(() => undefined);
  }

  /** What is known of the same post, under its own name or another. */
  #find(note: Note): Kept | undefined {
    return this.#kept.get(note.post) ?? sameIn(this.#begun.get(beginningOf(note)) ?? [], note);
  }

  #put(note: Kept): void {
    const before = this.#kept.get(note.post);
    if (before !== undefined) this.#unlist(before);
    this.#kept.set(note.post, note);
    const alike = this.#begun.get(beginningOf(note)) ?? new Set();
    this.#begun.set(beginningOf(note), alike.add(note));
    this.#latest = Math.max(this.#latest, note.since);
  }

  #drop(note: Kept): void {
    this.#kept.delete(note.post);
    this.#unlist(note);
  }

  #unlist(note: Kept): void {
    const alike = this.#begun.get(beginningOf(note));
    alike?.delete(note);
    if (alike?.size === 0) this.#begun.delete(beginningOf(note));
  }
}

/** The earliest first. */
function inOrder(kept: Iterable<Kept>): Kept[] {
  return [...kept].sort((one, other) => one.since - other.since);
}

function isSame(one: Kept, other: Kept): boolean {
  return one.post === other.post && one.sketch === other.sketch && one.pushes === other.pushes;
}

/** The same post under another name: one of the two has no id, and both begin alike, on one site, by one author as far as that is shown. */
function sameIn(kept: Iterable<Kept>, note: Note): Kept | undefined {
  for (const one of kept) {
    if (one.isNamed && note.isNamed) continue;
    const authors = one.account === note.account || one.account === null || note.account === null;
    if (authors && beginningOf(one) === beginningOf(note)) return one;
  }
  return undefined;
}

/** Its site, and its first words. */
function beginningOf({ post, excerpt }: Note): string {
  return post.slice(0, post.indexOf("/") + 1) + excerpt;
}

function keyOf(post: string): string {
  return PREFIX + post;
}

/** `kept`: the earliest first. */
export function repeatsIn(kept: readonly Kept[], note: Note): Repeats {
  const own = kept.find(({ post }) => post === note.post) ?? sameIn(kept, note);
  if (own === undefined) return NO_REPEATS;
  const template = kept.filter(({ sketch }) => areAlike(sketch, own.sketch));
  const account = kept.filter((one) => one.pushes && one.account !== null && one.account === own.account);
  return {
    template:
      template.length < 2
        ? null
        : {
            ...placeOf(own, template),
            others: template
              .filter((one) => one !== own)
              .reverse()
              .slice(0, MOST_OTHERS),
          },
    account: account.length < FEWEST_PUSHES || !own.pushes ? null : placeOf(own, account),
  };
}

function placeOf(own: Kept, among: readonly Kept[]): Place {
  return { place: among.indexOf(own) + 1, total: among.length, since: among[0]?.since ?? own.since };
}

/** Whether two posts are of one template, by their sketches. */
export function areAlike(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  let agreement = 0;
  for (let slot = 0; slot < one.length; slot += 1) if (one[slot] === other[slot]) agreement += 1;
  return agreement >= ALIKE;
}

function isKept(value: unknown): value is Kept {
  return isRecord(value) && typeof value["since"] === "number" && isNote(value);
}
