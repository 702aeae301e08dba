/**
 * Whether a known site shows a feed that its adapter does not understand.
 *
 * The adapter says on which pages there is one. That something like a feed has come is decided without knowing the site, and only while
 * somebody looks at the popup: siblings of one kind that each have words of their own and a link or a picture. Out: counts for a
 * report, and nothing that the page says.
 */

import type { Layout } from "../shared/messages";
import type { Adapter } from "../sites/adapter";
import { countLike } from "../sites/repeats";
import type { Posts } from "./posts";
import type { Reader } from "./reader";

const FEWEST_LIKE = 3;

export function misunderstood(
  document: Document,
  { adapter, posts, reader }: { adapter: Adapter; posts: Posts; reader: Reader },
): Layout | undefined {
  const { pathname, search, hash } = document.location;
  if (adapter.feedAt?.test(`${pathname}${search}${hash}`) !== true || !reader.foundNothing())
    return undefined;
  const within = adapter.feedIn === undefined ? document.body : document.querySelector(adapter.feedIn);
  const like = within === null ? 0 : countLike(within);
  if (like < FEWEST_LIKE) return undefined;
  return { adapter: adapter.id, selectors: posts.census(document), like };
}
