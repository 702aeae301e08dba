/**
 * A section of the popup: it shows a part of what is so in the tab and in the settings, and changes it.
 *
 * Each stands in a module of its own and finds its elements by their ids; popup.ts lists them.
 */

import type { Change } from "../../settings/settings";
import type { Store } from "../parts/store";
import type { FrontTab } from "./tab";

export interface Section {
  /** Brings what is shown in line with the tab and the settings. */
  render(store: Store): void;
}

export interface Popup {
  readonly tab: FrontTab;
  change(change: Change): void;
  /** Shows all of it anew. */
  render(): void;
}

export type MakeSection = (popup: Popup) => Section;
