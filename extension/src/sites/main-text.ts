/**
 * Learns where posts of one kind keep their own words, from several of them.
 *
 * In: posts of one kind, and what in them is not their own (quotes, furniture). Out: a selector. What a person wrote differs from post
 * to post, what the site wrote repeats: so only lines that no other post has are counted, and a part is kept if a good share of its
 * posts' words stands in it. Knows no site, reads no post for anybody, and keeps nothing.
 */

import { parentOf } from "../content/tree";
import { outwards } from "./outwards";
import { FURNISHING } from "./signs";

/** More posts teach nothing new. */
const MOST = 12;
/** A part that holds less than this of the words of its posts is a name, a rank, a notice. */
const LEAST_SHARE = 0.2;
/** What few posts have must be nearly all that they have. */
const RARE = 0.2;
const RARE_SHARE = 0.6;
/** So much of a part stands in it directly, with furniture in between. */
const DIRECT_SHARE = 0.3;
/** Beside the longest part, one that holds fewer letters is a label. */
const LEAST_WORDS = 20;
/** A heading may be short beside the words under it. */
const LEAST_TITLE = 12;

const HEADING = /^H[1-6]$/;
const FLOW = /^(?:P|UL|OL|PRE|H[1-6])$/;
const FLOWING = "p, ul, ol, pre";
const INLINE = /^(?:A|ABBR|B|BDI|CODE|EM|FONT|I|MARK|S|SMALL|SPAN|STRONG|SUB|SUP|U)$/;

interface Measured {
  readonly post: Element;
  readonly total: number;
  readonly letters: ReadonlyMap<Element, number>;
  readonly direct: ReadonlyMap<Element, number>;
  /** What holds words that other posts have as well. */
  readonly repeating: ReadonlySet<Element>;
}

/** Elements that stand at the same place in their posts. */
interface Part {
  readonly element: Element;
  readonly of: Measured;
}

/** The posts of a kind are told by a name and a class; a selector, or null where none of them says anything. */
export function learnText(
  kind: string,
  posts: readonly Element[],
  isOthers: (post: Element, element: Element) => boolean,
): string | null {
  const sample = posts.slice(0, MOST);
  const lines = sample.map((post) => linesOf(post, isOthers));
  const seen = new Map<string, number>();
  for (const line of lines.flatMap((of) => [...new Set(of.map(({ letters }) => letters))])) {
    seen.set(line, (seen.get(line) ?? 0) + 1);
  }
  const measure = (isOwn: (letters: string) => boolean): Measured[] =>
    sample.map((post, index) => measured(post, lines[index] ?? [], isOwn)).filter(({ total }) => total > 0);
  // Where all posts say the same, repeating says nothing.
  const unlike = measure((letters) => seen.get(letters) === 1);
  const all = unlike.length > 0 ? unlike : measure(() => true);
  if (all.length === 0) return null;
  const name = namer(sample);
  return descend(
    kind,
    all.map((of) => ({ element: of.post, of })),
    name,
    all.length,
  ).join(", ");
}

interface Line {
  readonly parent: Element;
  readonly letters: string;
}

/** The texts of a post that may be its own, in letters alone: numbers and signs differ where nobody wrote anything. */
function linesOf(post: Element, isOthers: (post: Element, element: Element) => boolean): Line[] {
  const walker = post.ownerDocument.createTreeWalker(
    post,
    NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
    (node) =>
      node instanceof Element && isOthers(post, node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const lines: Line[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const letters = (node instanceof Text ? node.data : "").replace(/[^\p{L}]+/gu, "").toLowerCase();
    const parent = parentOf(node);
    if (letters !== "" && parent !== null) lines.push({ parent, letters });
  }
  return lines;
}

function measured(post: Element, lines: readonly Line[], isOwn: (letters: string) => boolean): Measured {
  const letters = new Map<Element, number>();
  const direct = new Map<Element, number>();
  const repeating = new Set<Element>();
  const add = (to: Map<Element, number>, element: Element, count: number) =>
    to.set(element, (to.get(element) ?? 0) + count);
  for (const line of lines) {
    const own = isOwn(line.letters);
    let inLine = true;
    for (const element of outwards(line.parent)) {
      if (own) {
        add(letters, element, line.letters.length);
        if (inLine) add(direct, element, line.letters.length);
        inLine &&= INLINE.test(element.tagName);
      } else {
        repeating.add(element);
      }
      if (element === post) break;
    }
  }
  return { post, total: letters.get(post) ?? 0, letters, direct, repeating };
}

/** From a part down to the parts of it that hold the words. */
function descend(
  path: string,
  parts: readonly Part[],
  name: (element: Element) => string,
  posts: number,
): string[] {
  // What holds no words says nothing of where they stand.
  const holding = parts.filter(({ element, of }) => of.letters.has(element));
  const furnished = holding.filter(
    ({ element, of }) => of.repeating.has(element) || element.querySelector(FURNISHING) !== null,
  );
  if (furnished.length * 2 < holding.length) return [path];
  if (mean(holding.map(({ element, of }) => (of.direct.get(element) ?? 0) / of.total)) >= DIRECT_SHARE)
    return [path];

  const groups = Map.groupBy(
    parts.flatMap(({ element, of }) => [...element.children].map((child) => ({ element: child, of }))),
    ({ element }) => name(element),
  );
  const kept = keptOf([...groups], posts);
  if (kept.length === 0) return [path];
  const left = [...groups].filter(([key]) => !kept.some(([other]) => other === key));
  const found = kept.flatMap(([key, group]) => {
    // A name with fewer classes would find what has more.
    const also = left.filter(([, others]) => others.some(({ element }) => element.matches(key)));
    return descend(`${path} > ${key}${not(also)}`, group, name, posts);
  });
  if (!kept.some(([, group]) => group.some(({ element }) => FLOW.test(element.tagName)))) return found;
  // Paragraphs stand here: a list or a listing that few posts have belongs to them.
  return [
    ...found,
    `${path} > :is(${FLOWING})${not(left.filter(([, group]) => group.length * 2 >= parts.length))}`,
  ];
}

function not(groups: readonly (readonly [string, readonly Part[]])[]): string {
  return groups.length === 0 ? "" : `:not(${groups.map(([key]) => key).join(", ")})`;
}

/** Those of the groups that hold words: the largest, and others of a good share; what few posts have, only where they have nothing else. */
function keptOf(
  groups: readonly (readonly [string, Part[]])[],
  posts: number,
): (readonly [string, Part[]])[] {
  const weighed = groups.map((named) => {
    const byPost = Map.groupBy(named[1], ({ of }) => of);
    const letters = [...byPost].map(([of, parts]) => ({
      of,
      count: sum(parts.map(({ element }) => of.letters.get(element) ?? 0)),
    }));
    return {
      named,
      letters,
      total: sum(letters.map(({ count }) => count)),
      share: mean(letters.map(({ of, count }) => count / of.total)),
      isRare: byPost.size < RARE * posts,
    };
  });
  const most = Math.max(...weighed.map(({ total, isRare }) => (isRare ? 0 : total)));
  const common = weighed.filter(({ named: [, parts], letters, total, share, isRare }) => {
    if (isRare || total === 0) return false;
    const each = mean(letters.map(({ count }) => count));
    const isTitle = parts.every(({ element }) => HEADING.test(element.tagName)) && each >= LEAST_TITLE;
    return isTitle || (share >= LEAST_SHARE && (total === most || each >= LEAST_WORDS));
  });
  const served = new Set(
    common.flatMap(({ letters }) => letters.flatMap(({ of, count }) => (count > 0 ? [of] : []))),
  );
  const rare = weighed.filter(
    ({ letters, share, isRare }) =>
      isRare && share >= RARE_SHARE && letters.every(({ of }) => !served.has(of)),
  );
  return [...common, ...rare].map(({ named }) => named);
}

/**
 * Names an element by what most of the posts share; what a class says of one post alone is no name. An element without one is told by
 * its id, where that counts the posts.
 */
function namer(posts: readonly Element[]): (element: Element) => string {
  const having = new Map<string, number>();
  for (const post of posts) {
    const names = new Set([...post.querySelectorAll("[class]")].flatMap(({ classList }) => [...classList]));
    for (const name of names) having.set(name, (having.get(name) ?? 0) + 1);
  }
  return ({ id, localName, classList }) => {
    const shared = [...classList].filter((name) => (having.get(name) ?? 0) * 2 > posts.length);
    const [, counted] = shared.length > 0 ? [] : (/^(\D+)\d+$/.exec(id) ?? []);
    const name = [localName, ...shared].map((part) => CSS.escape(part)).join(".");
    return counted === undefined ? name : `${name}[id^="${CSS.escape(counted)}"]`;
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}
