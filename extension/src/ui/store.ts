/**
 * The settings, as a page of the extension shows and changes them.
 *
 * In: changes from this page, and from any other through storage. Out: whole settings, announced after every change.
 * A slider changes faster than storage writes: changes show at once, one write is under way at a time, and the newest state is
 * always the last one written. Knows nothing of the page that it serves.
 */

import { DEFAULTS, load, onChange, type Settings, save } from "../settings";

export interface Store {
  readonly settings: Settings;
  /** What was stored made no sense in places, and defaults stand in for those. */
  readonly problem: boolean;
  /** Why the last write was refused, while it stands. */
  readonly refused: string | undefined;
  change(fields: Partial<Settings>): void;
}

export async function openStore(changed: (store: Store) => void): Promise<Store> {
  // A storage that cannot be read is no reason to show nothing: the page says that defaults stand in.
  const { settings, problem } = await load().catch(() => ({ settings: DEFAULTS, problem: true }));
  let writing = false;
  let unwritten = false;
  /** What this page wrote and storage has not announced yet: it comes late, when newer states may show already. */
  const awaited: string[] = [];

  const store = {
    settings,
    problem,
    refused: undefined as string | undefined,
    change(fields: Partial<Settings>): void {
      store.settings = { ...store.settings, ...fields };
      unwritten = true;
      changed(store);
      if (!writing) void write();
    },
  };

  async function write(): Promise<void> {
    writing = true;
    while (unwritten) {
      unwritten = false;
      awaited.push(JSON.stringify(store.settings));
      try {
        await save(store.settings);
        store.problem = false;
        store.refused = undefined;
      } catch (error) {
        store.refused = error instanceof Error ? error.message : String(error);
      }
    }
    writing = false;
    changed(store);
  }

  onChange((parsed) => {
    // Announcements come in the order of the writes; one that is passed over (nothing had changed) never comes.
    const own = awaited.indexOf(JSON.stringify(parsed.settings));
    if (own >= 0) awaited.splice(0, own + 1);
    if (own >= 0 || writing) return;
    store.settings = parsed.settings;
    store.problem = parsed.problem;
    changed(store);
  });
  return store;
}
