/**
 * What a card says of posts like the one that it speaks of.
 *
 * In: what the background has answered. Out: sentences, and lines for the other posts. No DOM.
 */

import { ordinal, plural, since } from "../pages/parts/localise";
import { message } from "../shared/browser";
import { ADAPTERS } from "../sites/index";
import type { Note, Place, Repeats } from "./notes";

export interface RepeatWords {
  /** One sentence for the template, one for the account, as far as there is something to say. */
  readonly sentences: readonly string[];
  readonly others: readonly OtherPost[];
  /** How many more there are than are listed; empty where all are. */
  readonly more: string;
}

export interface OtherPost {
  readonly post: string;
  readonly excerpt: string;
  /** Whose, and where. */
  readonly by: string;
  readonly isHere: boolean;
}

const MOST_LISTED = 8;

/** `isHere`: whether a post stands on the page of the card. */
export function wordsOf(
  { template, account }: Repeats,
  isHere: (post: string) => boolean,
): RepeatWords | undefined {
  const sentences = [
    ...(template === null ? [] : [sentence("repeatsTemplate", template)]),
    ...(account === null ? [] : [sentence("repeatsAccount", account)]),
  ];
  if (sentences.length === 0) return undefined;
  const others = template?.others.slice(0, MOST_LISTED).map((note) => otherOf(note, isHere)) ?? [];
  const left = template === null ? 0 : template.total - 1 - others.length;
  return { sentences, others, more: left === 0 ? "" : plural("repeatsMore", left) };
}

/** The first of several is told how many came after it. */
function sentence(key: "repeatsTemplate" | "repeatsAccount", { place, total, since: from }: Place): string {
  return place === 1 ? plural(`${key}First`, total - 1, since(from)) : ordinal(key, place, since(from));
}

function otherOf({ post, account, excerpt }: Note, isHere: (post: string) => boolean): OtherPost {
  const site = post.slice(0, post.indexOf("/"));
  const name = ADAPTERS.find(({ id }) => id === site)?.name ?? site;
  const by = account === null ? name : message("repeatsBy", account.slice(account.indexOf("/") + 1), name);
  return { post, excerpt, by, isHere: isHere(post) };
}
