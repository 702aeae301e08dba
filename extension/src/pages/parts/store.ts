/**
 * The settings, as a page of the extension shows and changes them.
 *
 * In: changes from this page, and from any other through storage. Out: whole settings, announced after every change.
 * A slider changes faster than storage writes: changes show at once, and one write is under way at a time. What is shown is what storage
 * said last, with the changes of this page on top that it has not yet. Knows nothing of the page that it serves.
 */

import {
  type Change,
  changed,
  DEFAULTS,
  followSettings,
  type Parsed,
  type Settings,
  update,
} from "../../settings/settings";
import { reasonOf } from "../../shared/browser";

export interface Store {
  readonly settings: Settings;
  /** What was stored made no sense in places, and defaults stand in for those. */
  readonly problem: boolean;
  /** Why the last write was refused, while it stands. */
  readonly refused: string | undefined;
  change(change: Change): void;
}

export async function openStore(show: (store: Store) => void): Promise<Store> {
  /** What storage does not hold yet, in the order in which it was said. */
  const unwritten = new Set<Change>();
  /** What this page wrote and storage has not announced yet: it comes late, when newer states may show already. */
  const awaited: string[] = [];

  const store = {
    settings: DEFAULTS,
    problem: false,
    refused: undefined as string | undefined,
    change(change: Change): void {
      store.settings = changed(store.settings, [change]);
      unwritten.add(change);
      // First, since a popup may be closed at any moment.
      void write();
      show(store);
    },
  };

  /** Each change queues up for its turn at once. The first turn writes all that was said by then, and leaves the next ones nothing to do. */
  async function write(): Promise<void> {
    let changes: Change[] = [];
    let state: string | undefined;
    const take = (): Change[] => {
      changes = [...unwritten];
      return changes;
    };
    try {
      await update(take, (next) => {
        state = JSON.stringify(next);
        awaited.push(state);
      });
      for (const change of changes) unwritten.delete(change);
      store.problem = false;
      store.refused = undefined;
    } catch (error) {
      // What was not written is tried again with the next change.
      store.refused = reasonOf(error);
      if (state !== undefined) awaited.splice(awaited.lastIndexOf(state), 1);
    }
    show(store);
  }

  function hear(parsed: Parsed): void {
    const own = awaited.indexOf(JSON.stringify(parsed.settings));
    if (own >= 0) awaited.splice(0, own + 1);
    // Announcements come in the order of the writes: one of this page is still to come, and holds what this one says.
    if (awaited.length > 0) return;
    store.settings = changed(parsed.settings, [...unwritten]);
    store.problem = parsed.problem;
    show(store);
  }

  // A storage that cannot be read is no reason to show nothing: the page says that defaults stand in.
  await followSettings(hear).begun.catch(() => hear({ settings: DEFAULTS, problem: true }));
  return store;
}
