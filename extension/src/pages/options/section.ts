/**
 * A section of the options page: it shows a part of the settings, and changes it.
 *
 * Each stands in a module of its own and finds its elements by their ids; options.ts lists them.
 */

import type { Change, Settings } from "../../settings/settings";

export interface Section {
  /** Brings what is shown in line with the settings. */
  render(settings: Settings): void;
}

/** `refuse` shows why something that is kept beside the settings could not be stored. */
export type MakeSection = (
  change: (change: Change) => void,
  refuse: (error: unknown) => void,
) => Section | Promise<Section>;
