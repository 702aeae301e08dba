/**
 * What a reader can do about a mark, from its card.
 *
 * In: what the post can be exempted by, and the reason that leads. Out: the actions, each with its name, what it does to the settings, and
 * what is said when it is done. No DOM.
 */

import type { Feedback } from "../settings/feedback";
import type { Category } from "../settings/settings";
import { type MessageKey, message } from "../shared/browser";
import type { Identity } from "./exempt";

export interface Action {
  readonly label: string;
  readonly feedback: Feedback;
  readonly done: string;
}

/** A post that names more is a list, and about none of them. */
const MOST_SUBJECTS = 3;

/** The reason that leads, where it is a rule. */
export interface LeadRule {
  readonly id: string;
  readonly title: string;
  /** It counts for less already: there is no less than that but to stop it. */
  readonly isMild: boolean;
}

/** `rule`: null where the reason is the wording, which is no rule that could be stopped. The first is what most people look for. */
export function actionsOf(
  { content, author, name, subjects }: Identity,
  rule: LeadRule | null,
  flagged: readonly Category[],
): Action[] {
  const actions = [
    action("cardNotHype", "cardNotHypeDone", "", {
      opinion: { text: content, way: "less", categories: flagged },
    }),
  ];
  if (rule?.isMild === false)
    actions.push(action("cardFewer", "cardFewerDone", rule.title, { list: "mildRules", items: [rule.id] }));
  if (rule !== null)
    actions.push(
      action("cardStopRule", "cardStopRuleDone", rule.title, { list: "disabledRules", items: [rule.id] }),
    );
  if (author !== null)
    actions.push(action("cardTrust", "cardTrustDone", name, { list: "trustedAuthors", items: [author] }));
  if (subjects.length > 0 && subjects.length <= MOST_SUBJECTS)
    actions.push(
      action("cardIgnore", "cardIgnoreDone", subjects.join(", "), {
        list: "ignoredSubjects",
        items: subjects,
      }),
    );
  return actions;
}

/** What the reader can say of a post without a mark. */
export function callHype({ content }: Identity, category: Category): Action {
  return action("callHype", "callHypeDone", "", {
    opinion: { text: content, way: "more", categories: [category] },
  });
}

function action(label: MessageKey, done: MessageKey, what: string, feedback: Feedback): Action {
  return { label: message(label, what), feedback, done: message(done, what) };
}
