/**
 * Paints the marks of posts, and takes them back without a trace.
 *
 * In: posts with the ranges of their findings, and the name of the style sheet. Out: highlights in the page's registry, and one attribute
 * on each marked post for the bar at its edge; both bear the name. Nothing else is written to the page. It never knows why something is
 * marked, nor of the engine.
 *
 * The registry belongs to the page, which can clear it; `mend` puts back what is missing. It is called when something happens anyway,
 * never by a timer, so that a page that insists is not fought.
 */

import { type Appearance, CATEGORIES, type Category, DEFAULTS } from "../settings/settings";
import { isName } from "../shared/marks-style";
import type { Note } from "../templates/notes";
import type { Identity } from "./exempt";
import { type Ground, groundOf } from "./ground";
import type { Reading } from "./text";
import { findAll, matches } from "./tree";

const ATTRIBUTE = "data-hypelint";

const GROUNDS: readonly Ground[] = ["light", "dark"];

export interface Span {
  readonly category: Category;
  readonly start: number;
  readonly end: number;
  /** Null where nothing of the words can be painted; the bar at the post's edge stands for them. */
  readonly range: Range | null;
}

export interface MarkedPost {
  readonly element: Element;
  readonly reading: Reading;
  readonly identity: Identity;
  /** What tells it from others like it; null where nothing does. */
  readonly note: Note | null;
  /** The best reason first. */
  readonly spans: readonly [Span, ...Span[]];
  /** No other post stands in it, which would be dimmed or folded away with it. */
  readonly isAlone: boolean;
}

interface Painted {
  readonly post: MarkedPost;
  /** Where the ranges were put: the page moves them when it moves or rewrites what they stand in. */
  readonly places: readonly (StaticRange | null)[];
  ground: Ground;
}

/** What words are painted with: a line, a ground of colour, and the ground that they have while a card speaks of them. */
const PARTS = ["", "-wash", "-on"] as const;
type Part = (typeof PARTS)[number];

interface Layer {
  readonly highlight: Highlight;
  readonly ranges: Set<Range>;
}

export class Marks {
  readonly #document: Document;
  readonly #sheet: string;
  readonly #painted = new Map<Element, Painted>();
  readonly #layers = new Map<string, Layer>();
  /** What the reader has unfolded, by what it says: it stays so when the page builds it anew. */
  readonly #unfolded = new Set<string>();
  #appearance = DEFAULTS.appearance;
  #spoken: { element: Element; spans: readonly Span[]; ground: Ground } | undefined;

  constructor(document: Document, sheet: string) {
    this.#document = document;
    this.#sheet = sheet;
    this.#sweep();
  }

  /** Paints as the user wants it from now on, and all that is painted anew. */
  look(appearance: Appearance): void {
    if (JSON.stringify(appearance) === JSON.stringify(this.#appearance)) return;
    const posts = this.posts();
    this.clear();
    this.#appearance = appearance;
    this.show(posts);
  }

  /** Whether the post is folded away. */
  isFolded({ identity, isAlone }: MarkedPost): boolean {
    return this.#appearance.post === "fold" && isAlone && !this.#unfolded.has(identity.content);
  }

  /** Shows a post that is folded away, for as long as the page is there. */
  unfold(element: Element): void {
    const post = this.get(element);
    if (post === undefined || !this.isFolded(post)) return;
    this.#unfolded.add(post.identity.content);
    for (const alike of this.#painted.values()) {
      if (alike.post.identity.content === post.identity.content)
        alike.post.element.setAttribute(ATTRIBUTE, this.#attributeOf(alike.post));
    }
  }

  /** Marks posts anew, in place of what they were marked with before. */
  show(posts: readonly MarkedPost[]): void {
    // All that is asked of styles comes before the first change, so that they are computed once.
    const grounds = posts.map(({ element }) => groundOf(element));
    posts.forEach((post, index) => {
      const ground = grounds[index] ?? "light";
      this.drop(post.element);
      const places = post.spans.map(({ range }) => (range === null ? null : new StaticRange(range)));
      this.#painted.set(post.element, { post, places, ground });
      this.#dress(post.spans, ground);
      post.element.setAttribute(ATTRIBUTE, this.#attributeOf(post));
    });
  }

  /** Takes the marks of a post back; and those that a copy of a marked post came with. */
  drop(element: Element): void {
    element.removeAttribute(ATTRIBUTE);
    const painted = this.#painted.get(element);
    if (painted === undefined) return;
    if (this.#spoken?.element === element) this.hush();
    this.#painted.delete(element);
    this.#undress(painted.post.spans, painted.ground);
  }

  /** Takes everything back. */
  clear(): void {
    for (const element of [...this.#painted.keys()]) this.drop(element);
  }

  /** Whether all that was put on a post is still where it was put. */
  holds(element: Element): boolean {
    const painted = this.#painted.get(element);
    if (painted === undefined) return true;
    const { post, places } = painted;
    return (
      element.hasAttribute(ATTRIBUTE) && post.spans.every(({ range }, index) => stands(range, places[index]))
    );
  }

  get(element: Element): MarkedPost | undefined {
    return this.#painted.get(element)?.post;
  }

  /** Whether any marked post stands in the element, or is it. */
  under(element: Element): boolean {
    return matches(element, `[${ATTRIBUTE}]`) || findAll(element, `[${ATTRIBUTE}]`).length > 0;
  }

  /** In document order. */
  posts(): MarkedPost[] {
    return [...this.#painted.values()]
      .map((painted) => painted.post)
      .sort((one, other) =>
        one.element.compareDocumentPosition(other.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
      );
  }

  /** Washes the words that the open card speaks of. */
  speak(element: Element, spans: readonly Span[]): void {
    this.hush();
    const ground = this.#painted.get(element)?.ground;
    if (ground === undefined) return;
    this.#spoken = { element, spans, ground };
    this.#paint(spans, ground, "-on");
  }

  hush(): void {
    if (this.#spoken === undefined) return;
    this.#erase(this.#spoken.spans, this.#spoken.ground, "-on");
    this.#spoken = undefined;
  }

  /** Puts back what the page has taken out of its registry. */
  mend(): void {
    for (const [name, { highlight, ranges }] of this.#layers) {
      if (highlight.size !== ranges.size) for (const range of ranges) highlight.add(range);
      if (CSS.highlights.get(name) !== highlight) CSS.highlights.set(name, highlight);
    }
  }

  /** The page may have changed its colours: the post gets the palette of the ground that it now stands on. */
  reground(element: Element): void {
    const painted = this.#painted.get(element);
    if (painted === undefined) return;
    const ground = groundOf(element);
    if (ground === painted.ground) return;
    if (this.#spoken?.element === element) this.hush();
    this.#undress(painted.post.spans, painted.ground);
    painted.ground = ground;
    this.#dress(painted.post.spans, ground);
  }

  #dress(spans: readonly Span[], ground: Ground): void {
    for (const part of this.#parts()) this.#paint(spans, ground, part);
  }

  #undress(spans: readonly Span[], ground: Ground): void {
    for (const part of this.#parts()) this.#erase(spans, ground, part);
  }

  #parts(): Part[] {
    const { underline, highlight } = this.#appearance;
    return [...(underline ? ([""] as const) : []), ...(highlight ? (["-wash"] as const) : [])];
  }

  /** The category, for the bar at the edge, behind it what is otherwise than usual, and at the end the name of the sheet. */
  #attributeOf(post: MarkedPost): string {
    const { edge, post: becomes } = this.#appearance;
    const words: string[] = [kindOf(post)];
    if (!edge) words.push("bare");
    if (this.isFolded(post)) words.push("fold");
    else if (becomes === "dim" && post.isAlone) words.push("dim");
    return [...words, this.#sheet].join(" ");
  }

  #paint(spans: readonly Span[], ground: Ground, part: Part): void {
    for (const { category, range } of spans) {
      if (range !== null) this.#add(nameOf(category, part, ground, this.#sheet), range);
    }
  }

  #erase(spans: readonly Span[], ground: Ground, part: Part): void {
    for (const { category, range } of spans) {
      if (range !== null) this.#remove(nameOf(category, part, ground, this.#sheet), range);
    }
  }

  #add(name: string, range: Range): void {
    let layer = this.#layers.get(name);
    if (layer === undefined) {
      layer = { highlight: new Highlight(), ranges: new Set() };
      this.#layers.set(name, layer);
      CSS.highlights.set(name, layer.highlight);
    }
    layer.ranges.add(range);
    layer.highlight.add(range);
  }

  #remove(name: string, range: Range): void {
    const layer = this.#layers.get(name);
    if (layer === undefined) return;
    layer.ranges.delete(range);
    layer.highlight.delete(range);
    if (layer.ranges.size > 0) return;
    this.#layers.delete(name);
    CSS.highlights.delete(name);
  }

  /** A copy of this script that was cut off (by an update, say) may have left its marks behind. */
  #sweep(): void {
    const sheets = new Set<string>();
    for (const element of this.#document.querySelectorAll(`[${ATTRIBUTE}]`)) {
      const sheet = element.getAttribute(ATTRIBUTE)?.split(" ").at(-1);
      if (isName(sheet)) sheets.add(sheet);
      element.removeAttribute(ATTRIBUTE);
    }
    for (const sheet of sheets) for (const name of namesOf(sheet)) CSS.highlights.delete(name);
  }
}

function stands(range: Range | null, place: StaticRange | null | undefined): boolean {
  return (
    range?.startContainer === place?.startContainer &&
    range?.startOffset === place?.startOffset &&
    range?.endContainer === place?.endContainer &&
    range?.endOffset === place?.endOffset
  );
}

function nameOf(category: Category, part: Part, ground: Ground, sheet: string): string {
  return `hypelint-${category}${part}${ground === "dark" ? "-dark" : ""}-${sheet}`;
}

function namesOf(sheet: string): string[] {
  return CATEGORIES.flatMap((category) =>
    PARTS.flatMap((part) => GROUNDS.map((ground) => nameOf(category, part, ground, sheet))),
  );
}

function kindOf({ spans }: MarkedPost): Category | "both" {
  const [first, ...others] = new Set(spans.map((span) => span.category));
  return first === undefined || others.length > 0 ? "both" : first;
}
