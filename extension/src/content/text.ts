/**
 * Reads the text of a post from the page, and finds the way back from places in that text to places in the page.
 *
 * In: the elements that hold a post's own words. Out: one string, as a person would read it (emoji images as emoji, lines as lines),
 * and a map of its UTF-16 units to text nodes. It never knows what the words mean, nor of sites, marks or the engine.
 */

import { LONGEST_TEXT } from "../shared/messages";
import { isInterface } from "./interface";

export interface Reading {
  /** At most `LONGEST_TEXT` units: what comes after them is not read. */
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** A stretch of the text that stands in the page: in a text node, unit for unit, or as an image that shows an emoji. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly node: Text | HTMLImageElement;
}

const BLOCKS = new Set([
  "ADDRESS",
  "ARTICLE",
  "ASIDE",
  "BLOCKQUOTE",
  "DD",
  "DIV",
  "DL",
  "DT",
  "FIGURE",
  "FOOTER",
  "H1",
  "H2",
  "H3",
  "H4",
  "H5",
  "H6",
  "HEADER",
  "HR",
  "LI",
  "OL",
  "P",
  "PRE",
  "SECTION",
  "TABLE",
  "TR",
  "UL",
]);

const LINE_END = Symbol("the end of a line, where something stands on it");
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;
const LONGEST_EMOJI = 32;

/** Reads the elements one after the other, a line break between them, and leaves out what `skips` says. */
export function read(roots: readonly Element[], skips: (element: Element) => boolean): Reading {
  const pieces: Piece[] = [];
  const words: string[] = [];
  let length = 0;
  let lineIsEmpty = true;

  const add = (more: string): void => {
    if (more === "") return;
    words.push(more);
    length += more.length;
    lineIsEmpty = more.endsWith("\n");
  };
  const addFrom = (node: Piece["node"], all: string): void => {
    const more = upTo(all, LONGEST_TEXT - length);
    if (more !== "") pieces.push({ start: length, end: length + more.length, node });
    add(more);
    if (more.length < all.length) length = LONGEST_TEXT;
  };
  const breakLine = (): void => {
    if (!lineIsEmpty) add("\n");
  };

  const readElement = (element: Element): void => {
    if (element instanceof HTMLImageElement) {
      if (element.alt.length <= LONGEST_EMOJI && EMOJI.test(element.alt)) addFrom(element, element.alt);
    } else if (element instanceof HTMLBRElement) {
      add("\n");
    } else if (!isInterface(element) && !skips(element)) {
      const isBlock = BLOCKS.has(element.tagName);
      if (isBlock) ahead.push(LINE_END);
      for (let child = element.lastChild; child !== null; child = child.previousSibling) ahead.push(child);
      if (isBlock) ahead.push(LINE_END);
    }
  };

  // What is still to be read, last first. A page can nest deeper than calls can.
  const ahead: (Node | typeof LINE_END)[] = roots.toReversed().flatMap((root) => [root, LINE_END]);
  for (let next = ahead.pop(); next !== undefined && length < LONGEST_TEXT; next = ahead.pop()) {
    if (next === LINE_END) breakLine();
    else if (isText(next)) addFrom(next, inLine(next));
    else if (isElement(next)) readElement(next);
  }
  return { text: words.join(""), pieces };
}

/** By its number, which costs less than to ask what it is an instance of; a form may have hidden it, and is not read. */
function isText(node: Node): node is Text {
  return node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE;
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}

/** A line break in the source is one on the screen only where the style keeps it; elsewhere it is a space, unit for unit. */
function inLine(node: Text): string {
  const words = upTo(node.data, LONGEST_TEXT);
  if (!words.includes("\n") || node.parentElement === null) return words;
  const keepsBreaks = /^(?:pre|break-spaces)/.test(getComputedStyle(node.parentElement).whiteSpace);
  return keepsBreaks ? words : words.replaceAll("\n", " ");
}

/** The beginning of a text, no character cut in two. */
export function upTo(text: string, units: number): string {
  if (text.length <= units) return text;
  const isCutInTwo = /[\ud800-\udbff]/.test(text.charAt(units - 1));
  return text.slice(0, isCutInTwo ? units - 1 : units);
}

/** Whether both were read from the very same places, so that ranges into one still hold for the other. */
export function samePlaces(one: Reading, other: Reading): boolean {
  return (
    one.text === other.text &&
    one.pieces.length === other.pieces.length &&
    one.pieces.every((piece, index) => piece.node === other.pieces[index]?.node)
  );
}

/**
 * The place in the page of the text from `start` to `end`, or null where nothing of it can be painted. Images carry no text that a
 * highlight could paint: a stretch of nothing but emoji images reaches to the word beside it.
 */
export function rangeOf(reading: Reading, start: number, end: number): Range | null {
  const touched = within(reading, { start, end });
  const images = touched.filter((piece) => !(piece.node instanceof Text));
  const paintable = touched.some(
    (piece) => piece.node instanceof Text && hasWords(reading, piece, { start, end }),
  );
  if (paintable || images.length === 0) return cover(touched, { start, end });

  const word = wordBeside(reading, images);
  if (word === null) return null;
  const reach = { start: Math.min(start, word.start), end: Math.max(end, word.end) };
  return cover(within(reading, reach), reach);
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function within({ pieces }: Reading, { start, end }: Stretch): Piece[] {
  return pieces.filter((piece) => piece.start < end && piece.end > start);
}

function hasWords({ text }: Reading, piece: Piece, { start, end }: Stretch): boolean {
  return text.slice(Math.max(start, piece.start), Math.min(end, piece.end)).trim() !== "";
}

/** The next word in the text after the images, or else the last one before them. */
function wordBeside(reading: Reading, images: readonly Piece[]): Stretch | null {
  const first = images[0];
  const last = images.at(-1);
  if (first === undefined || last === undefined) return null;
  const words = reading.pieces.filter(
    (piece) => piece.node instanceof Text && hasWords(reading, piece, piece),
  );
  const after = words.find((piece) => piece.start >= last.end);
  if (after !== undefined) return firstWord(reading, after);
  const before = words.findLast((piece) => piece.end <= first.start);
  return before === undefined ? null : lastWord(reading, before);
}

function firstWord({ text }: Reading, { start, end }: Stretch): Stretch {
  let from = start;
  while (from < end && isSpace(text, from)) from += 1;
  let to = from;
  while (to < end && !isSpace(text, to)) to += 1;
  return { start: from, end: to };
}

function lastWord({ text }: Reading, { start, end }: Stretch): Stretch {
  let to = end;
  while (to > start && isSpace(text, to - 1)) to -= 1;
  let from = to;
  while (from > start && !isSpace(text, from - 1)) from -= 1;
  return { start: from, end: to };
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at));
}

function cover(pieces: readonly Piece[], { start, end }: Stretch): Range | null {
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return null;
  const range = new Range();
  if (first.node instanceof Text) range.setStart(first.node, Math.max(0, start - first.start));
  else range.setStartBefore(first.node);
  if (last.node instanceof Text) range.setEnd(last.node, Math.min(last.node.length, end - last.start));
  else range.setEndAfter(last.node);
  return range;
}
