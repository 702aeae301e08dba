/**
 * What the reader decides in a card, on its way to the settings.
 *
 * In: which list of the settings is meant, and what goes into it, or comes out again. The background alone writes it: the lock that makes
 * writers wait for each other does not reach from one site to another. Knows nothing of cards, nor of what the lists are for.
 */

import { api, reasonOf } from "../shared/browser";
import { isOpinion, type Opinion, updateLearnt, withOpinion } from "./learnt";
import { LONGEST_ITEM, MOST_KEPT } from "./schema";
import { type Change, isRecord, type Settings, toggled, update } from "./settings";

const LISTS = ["disabledRules", "mildRules", "trustedAuthors", "ignoredSubjects"] as const;

interface Listed {
  readonly list: (typeof LISTS)[number];
  readonly items: readonly string[];
}

/** Something for a list, or an opinion of a post: that stands in a list of its own, and others are read by it. */
export type Feedback = Listed | { readonly opinion: Opinion };

interface Given {
  readonly feedback: Feedback;
  /** Whether it is so, or is taken back. */
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
    keep(sent).then(
      () => answer({ ok: true }),
      (error: unknown) => answer({ error: reasonOf(error) }),
    );
    return true;
  });
}

async function keep({ feedback, present }: Given): Promise<void> {
  if (!("opinion" in feedback)) {
    await update(() => [changeOf(feedback.list, feedback.items, present)]);
    return;
  }
  const { opinion } = feedback;
  // A post that is not hype is never marked again, whatever else is told.
  const spared = present && opinion.way === "less";
  await update(() => [changeOf("notHype", [opinion.text], spared)]);
  await updateLearnt((lessons) => withOpinion(lessons, opinion, present));
}

function changeOf(list: Listed["list"] | "notHype", items: readonly string[], present: boolean): Change {
  return (settings: Settings) => {
    const kept = items.reduce<readonly string[]>((ids, item) => toggled(ids, item, present), settings[list]);
    return { [list]: kept.slice(-MOST_KEPT) };
  };
}

function isGiven(sent: unknown): sent is Given {
  if (!isRecord(sent) || !isRecord(sent["feedback"]) || typeof sent["present"] !== "boolean") return false;
  const { list, items, opinion } = sent["feedback"];
  if (opinion !== undefined) return isOpinion(opinion);
  return LISTS.some((name) => name === list) && Array.isArray(items) && areItems(items);
}

function areItems(items: readonly unknown[]): boolean {
  return (
    items.length <= MOST_ITEMS &&
    items.every((item) => typeof item === "string" && item !== "" && item.length <= LONGEST_ITEM)
  );
}
