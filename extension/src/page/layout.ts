/**
 * Whether a known site shows a feed that its adapter does not understand.
 *
 * "Shows a feed" is decided without knowing the site, and only while somebody looks at the popup: siblings of one kind that each have
 * words of their own and a link or a picture, as many as no page of settings has. Out: counts for a report, and nothing that the page
 * says.
 */

import type { Layout } from "../messages";
import type { Adapter } from "../sites/adapter";
import { countLike } from "../sites/repeats";
import type { Posts } from "./posts";
import type { Reader } from "./reader";

const FEWEST_LIKE = 3;

export function misunderstood(
  document: Document,
  { adapter, posts, reader }: { adapter: Adapter; posts: Posts; reader: Reader },
): Layout | undefined {
  // Where nothing is known of a site beforehand, there is nothing to mend.
  if (adapter.hosts.length === 0 || !reader.foundNothing()) return undefined;
  const like = countLike(document);
  if (like < FEWEST_LIKE) return undefined;
  return { adapter: adapter.id, selectors: posts.census(document), like };
}
