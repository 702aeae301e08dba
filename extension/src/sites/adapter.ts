/**
 * Where the posts are on one site: the contract of a site adapter.
 *
 * An adapter is data, and two small functions that read an id and an author. It never reads text, never changes the page, and never
 * knows of verdicts, marks or settings. To support a site is to add one file that holds one of these, and to name it in the index.
 */

export interface Adapter {
  readonly id: string;
  readonly name: string;
  /** Match patterns, as in the manifest. */
  readonly hosts: readonly string[];
  /** Not asked for at installation: people write privately there. The user allows it in the popup, as any other site. */
  readonly onRequest?: true;
  /** True where one adapter serves many independent hosts: the user then switches each of them by itself. */
  readonly perHost?: true;
  /** Selector of what only this site's pages hold: it tells them at addresses that no list names, once the user allows one. */
  readonly detect?: string;
  /** "allowed": the site's own policy is known to let Chromium compile Wasm in a content script. */
  readonly wasm: "allowed" | "unknown";
  /** Selectors of whole posts, best first: the first that finds anything on the page is used. */
  readonly posts: readonly string[];
  /** Finds selectors of posts and quotes on a page whose markup nobody could know beforehand, in place of those above and below. */
  readonly discover?: (document: Document) => Discovered;
  /** Selector of posts that stand inside posts, quoted or as an answer. Each is judged as a post of its own. */
  readonly quotes?: string;
  /** `quotes` may repeat the words of posts that stand on the same page: these are not read a second time. */
  readonly quotesRepeat?: true;
  /**
   * Selectors of a post's own text, best first: the first that finds the post itself or anything in it is used, and all that it finds
   * is read. Text inside a nested post or quote belongs to that one.
   */
  readonly text: readonly string[];
  /**
   * Learns, where none of them finds anything, a selector of the text of one kind of post from several of it; null where they say
   * nothing. `kind` is a selector of these posts; `isNested` tells the posts and quotes that stand in them.
   */
  readonly learn?: (
    kind: string,
    posts: readonly Element[],
    isNested: (element: Element) => boolean,
  ) => string | null;
  /**
   * Which one of all that `text` finds is read, where nothing tells a post's own words from labels (the longest), or from those of a
   * post that it quotes (the first).
   */
  readonly only?: "first" | "longest";
  /** Selector of what is not read though it stands inside the text. */
  readonly skip?: string;
  /** An id that stays the same when the site builds the post anew. Null where the post carries none. */
  readonly postId: (post: Element) => string | null;
  /** Who wrote it: tells posts without an id apart. Null where that is not to be seen. */
  readonly author: (post: Element) => string | null;
  /** Whether an element among the words shows the author's name: it is not read. */
  readonly isByline?: (post: Element, element: Element) => boolean;
  /**
   * The pages that show a feed, by what follows the host in their addresses: only there is it odd that no post is found. What is not
   * known of a site cannot be missed there.
   */
  readonly feedAt?: RegExp;
  /** Selector of what holds the feed, where a page has other things that look like one. */
  readonly feedIn?: string;
  /** How these facts were learnt, and how sure they are: for whoever mends them after the site has changed. */
  readonly provenance: string;
}

export interface Discovered {
  /** All posts; nothing where there are none yet. */
  readonly posts?: string;
  readonly quotes: string;
}

/** The first group of `pattern` in an attribute of the first element that `selector` finds in `post`. */
export function grab(post: Element, selector: string, attribute: string, pattern: RegExp): string | null {
  const value = post.querySelector(selector)?.getAttribute(attribute);
  return pattern.exec(value ?? "")?.[1] ?? null;
}
