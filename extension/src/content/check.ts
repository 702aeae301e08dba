/**
 * Checks the selected words: runs once, on the page where the user asked for it, by a permission that ends with the visit.
 *
 * In: the selection. Out: one card beside it, or word to the background that there can be none. Marks nothing, reads nothing else, keeps nothing; when the card closes, nothing of this
 * is left in the page.
 */

import { OwnRules } from "../engine/own";
import { RemoteEngine } from "../engine/remote";
import { loadLearnt } from "../settings/learnt";
import { CATEGORIES, load } from "../settings/settings";
import { api, message, reasonOf } from "../shared/browser";
import { GIVEN, NOT_SHOWN } from "../shared/messages";
import { Card } from "./card";
import { listen } from "./events";
import { type Explanation, explain } from "./explain";
import { groundOf } from "./ground";
import { type Box, union } from "./place";
import { type Selected, selected } from "./selection";

/** Longer than any post; what comes after it is left out, and the card says so. */
const LONGEST = 20_000;

/** A card in less room than this can hardly be read. */
const ENOUGH_PX = 200;
const LINE_PX = 24;

const CLOSE = Symbol.for("hypelint-check");
const WORDS = Symbol.for(GIVEN);
const WISH = Symbol.for("hypelint-check-wish");

// This script's own global, under symbols, which pages do not see: where the card of an earlier check is still open, or still to come.
const own = globalThis as typeof globalThis & { [CLOSE]?: () => void; [WORDS]?: string; [WISH]?: number };

check().catch(() => api.runtime.sendMessage(NOT_SHOWN));

async function check(): Promise<void> {
  own[CLOSE]?.();
  const given = own[WORDS];
  delete own[WORDS];
  if (given === undefined) {
    await show(selected(document));
  } else {
    // The keys go to the frame that the words stand in. Here they can close the card.
    focus();
    await show({ ...selected(document), text: given });
  }
}

/** Throws where the page lets no card stand. */
async function show(words: Selected): Promise<void> {
  const wish = (own[WISH] ?? 0) + 1;
  own[WISH] = wish;
  const explanation = await explainWords(words.text);
  // Something else was selected and checked meanwhile.
  if (wish !== own[WISH]) return;
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
  const onPress = (event: PointerEvent): void => {
    if (!card.holds(event)) close();
  };
  card.open(explanation, groundOf(words.element));
  place();
  // Escape is over when the key comes up again: the page hears of neither.
  listen(window, "keydown", onKey, { signal, capture: true });
  listen(window, "keyup", onKey, { signal, capture: true });
  listen(window, "pointerdown", onPress, { signal, capture: true, passive: true });
  listen(window, "pagehide", close, { signal });
  listen(window, "resize", place, { signal, passive: true });
  listen(document, "scroll", place, { signal, capture: true, passive: true });

  // By then the page's own scripts have seen the card come.
  await new Promise((resolve) => setTimeout(resolve));
  if (signal.aborted || card.isOpen) return;
  close();
  throw new Error("the page has taken the card away");
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
  const remote = new RemoteEngine();
  const engine = new OwnRules(remote, remote);
  try {
    const { settings } = await load();
    engine.configure(settings);
    engine.learn((await loadLearnt()).learnt);
    const [report, words] = await Promise.all([engine.report(text.slice(0, LONGEST)), engine.words()]);
    const found = CATEGORIES.filter((category) =>
      report.findings.some((finding) => finding.category === category),
    );
    const nothing = say(message("checkNothingTitle"), message("checkNothing"));
    const explanation = explain(report, words, found, null) ?? {
      ...nothing,
      structureOnly: report.structure_only,
    };
    return text.length > LONGEST ? { ...explanation, cut: true } : explanation;
  } catch (error) {
    return say(message("checkFailedTitle"), reasonOf(error));
  } finally {
    remote.rest();
  }
}

function say(title: string, text: string): Explanation {
  return { sections: [], lowered: [], actions: [], structureOnly: false, plain: { title, text } };
}
