/**
 * The style sheet of the marks on one page: there while marks may be, and gone afterwards.
 *
 * In: whether it is wanted. Out: the name that the marks have to bear. A content script asks the background for it; the extension's own
 * pages, into which no browser lets a sheet be inserted, adopt it. Must never know of: marks, settings.
 */

import { api } from "../shared/browser";
import { newName, styleFor } from "../shared/marks-style";
import type { SheetWish } from "../shared/messages";

export interface Sheet {
  readonly name: string;
  want(wanted: boolean): void;
  /** Something happened: a good moment to ask again for what was not done. */
  stir(): void;
}

/** After a refusal. */
const PAUSE_MS = 1000;

export class InsertedSheet implements Sheet {
  readonly name = newName();
  #wanted = false;
  #isThere = false;
  #isAsking = false;
  #askFrom = 0;

  want(wanted: boolean): void {
    this.#wanted = wanted;
    void this.#follow();
  }

  stir(): void {
    if (performance.now() >= this.#askFrom) void this.#follow();
  }

  async #follow(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#isThere !== this.#wanted) {
      const wish: SheetWish = { sheet: this.name, present: this.#wanted };
      if (!(await isFulfilled(wish))) {
        this.#askFrom = performance.now() + PAUSE_MS;
        break;
      }
      this.#isThere = wish.present;
    }
    this.#isAsking = false;
  }
}

/** False as well where nobody is left to ask. */
async function isFulfilled(wish: SheetWish): Promise<boolean> {
  try {
    return (await api.runtime.sendMessage<SheetWish, boolean | undefined>(wish)) === true;
  } catch {
    return false;
  }
}

export class AdoptedSheet implements Sheet {
  readonly name = newName();
  readonly #document: Document;
  readonly #sheet = new CSSStyleSheet();

  constructor(document: Document) {
    this.#document = document;
    this.#sheet.replaceSync(styleFor(this.name));
  }

  want(wanted: boolean): void {
    const others = this.#document.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
    this.#document.adoptedStyleSheets = wanted ? [...others, this.#sheet] : others;
  }

  stir(): void {
    // Nobody takes it away here.
  }
}
