/**
 * What the reader decides in a card, on its way to the settings.
 *
 * In: which list of the settings is meant, and what goes into it, or comes out again. The background alone writes it: the lock that makes
 * writers wait for each other does not reach from one site to another. Knows nothing of cards, nor of what the lists are for.
 */

import { api, reasonOf } from "./browser";
import { LONGEST_ITEM, MOST_KEPT } from "./schema";
import { type Change, isRecord, type Settings, toggled, update } from "./settings";

const LISTS = ["notHype", "disabledRules", "trustedAuthors", "ignoredSubjects"] as const;

export interface Feedback {
  readonly list: (typeof LISTS)[number];
  readonly items: readonly string[];
}

interface Given {
  readonly feedback: Feedback;
  /** Whether the items go into the list. */
  readonly present: boolean;
}

type Answer = { readonly error: string } | { readonly ok: true };

const MOST_ITEMS = 20;

/** For pages. Rejects with the reason where it could not be stored. */
export async function give(feedback: Feedback, present: boolean): Promise<void> {
  const answer = await api.runtime.sendMessage<Given, Answer | undefined>({ feedback, present });
  if (answer === undefined) throw new Error("no answer");
  if ("error" in answer) throw new Error(answer.error);
}

/** For the background. */
export function takeFeedback(): void {
  api.runtime.onMessage.addListener((sent: unknown, _sender, answer: (answer: Answer) => void) => {
    if (!isGiven(sent)) return false;
    update([changeOf(sent)], () => undefined).then(
      () => answer({ ok: true }),
      (error: unknown) => answer({ error: reasonOf(error) }),
    );
    return true;
  });
}

function changeOf({ feedback: { list, items }, present }: Given): Change {
  return (settings: Settings) => {
    const kept = items.reduce<readonly string[]>((ids, item) => toggled(ids, item, present), settings[list]);
    return { [list]: kept.slice(-MOST_KEPT) };
  };
}

function isGiven(sent: unknown): sent is Given {
  if (!isRecord(sent) || !isRecord(sent["feedback"]) || typeof sent["present"] !== "boolean") return false;
  const { list, items } = sent["feedback"];
  return LISTS.some((name) => name === list) && Array.isArray(items) && areItems(items);
}

function areItems(items: readonly unknown[]): boolean {
  return (
    items.length <= MOST_ITEMS &&
    items.every((item) => typeof item === "string" && item !== "" && item.length <= LONGEST_ITEM)
  );
}
