/**
 * Checks the selected words: runs once, on the page where the user asked for it, by a permission that ends with the visit.
 *
 * In: the selection. Out: one card beside it. Marks nothing, reads nothing else, keeps nothing; when the card closes, nothing of this
 * is left in the page.
 */

import { message } from "./browser";
import { RemoteEngine } from "./engine/remote";
import { GIVEN } from "./messages";
import { Card } from "./page/card";
import { type Explanation, explain } from "./page/explain";
import { groundOf } from "./page/ground";
import { type Box, union } from "./page/place";
import { type Selected, selected } from "./page/selection";
import { CATEGORIES, load } from "./settings";

/** Longer than any post; what comes after it is left out, and the card says so. */
const LONGEST = 20_000;

/** A card in less room than this can hardly be read. */
const ENOUGH_PX = 200;
const LINE_PX = 24;

const CLOSE = Symbol.for("hypelint-check");

// This script's own global, which pages do not see: where the card of an earlier check is still open.
const own = globalThis as typeof globalThis & { [CLOSE]?: () => void; [GIVEN]?: string };

own[CLOSE]?.();
const given = own[GIVEN];
delete own[GIVEN];
if (given === undefined) {
  void show(selected(document));
} else {
  void show({ ...selected(document), text: given });
  // The keys go to the frame that the words stand in. Here they can close the card.
  focus();
}

async function show(words: Selected): Promise<void> {
  const explanation = await explainWords(words.text);
  own[CLOSE]?.();
  const card = new Card(document);
  const listening = new AbortController();
  const { signal } = listening;
  const close = (): void => {
    listening.abort();
    card.close();
    delete own[CLOSE];
  };
  own[CLOSE] = close;

  const place = (): void => {
    const now = selected(document);
    placeBeside(card, now.text === words.text ? now.boxes : words.boxes);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type === "keyup") close();
  };
  card.open(explanation, groundOf(words.element));
  place();
  // Escape is over when the key comes up again: the page hears of neither.
  addEventListener("keydown", onKey, { signal, capture: true });
  addEventListener("keyup", onKey, { signal, capture: true });
  addEventListener("pointerdown", (event) => card.holds(event) || close(), {
    signal,
    capture: true,
    passive: true,
  });
  addEventListener("pagehide", close, { signal });
  addEventListener("resize", place, { signal, passive: true });
  document.addEventListener("scroll", place, { signal, capture: true, passive: true });
}

/** Over none of the words; where they fill the view, below the first line of them. */
function placeBeside(card: Card, boxes: readonly Box[]): void {
  const all = union(boxes);
  const [first = all] = boxes;
  const room = Math.max(all.top, innerHeight - all.bottom);
  if (room >= ENOUGH_PX) card.place(all, boxes);
  else card.place({ ...first, bottom: Math.min(first.bottom, first.top + LINE_PX) }, []);
}

async function explainWords(text: string): Promise<Explanation> {
  if (text.trim() === "") return say(message("checkNoneTitle"), message("checkNone"));
  const engine = new RemoteEngine();
  try {
    const { settings } = await load();
    engine.configure(settings.disabledRules);
    const [report, words] = await Promise.all([engine.report(text.slice(0, LONGEST)), engine.words()]);
    const found = CATEGORIES.filter((category) => report.strength[category] > 0);
    const nothing = say(message("checkNothingTitle"), message("checkNothing"));
    const explanation = explain(report, words, found, null) ?? {
      ...nothing,
      structureOnly: report.structure_only,
    };
    return text.length > LONGEST ? { ...explanation, cut: true } : explanation;
  } catch (error) {
    return say(message("checkFailedTitle"), error instanceof Error ? error.message : String(error));
  } finally {
    engine.rest();
  }
}

function say(title: string, text: string): Explanation {
  return { sections: [], lowered: [], structureOnly: false, plain: { title, text } };
}
