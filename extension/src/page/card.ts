/**
 * The card: one element in the top layer, there only while it is open.
 *
 * In: an explanation, and boxes that it must not cover. It stands outside the page's body, in a shadow root with a style of its own, which
 * is closed to the page; text reaches it as text. It never takes the focus, never scrolls the page, and never knows of posts, reports or the
 * engine.
 */

import { message } from "../browser";
import { CARD_STYLE } from "./card-style";
import type { Explanation, Question, Section } from "./explain";
import type { Ground } from "./ground";
import { type Box, place } from "./place";

/** Set by the build: tests read the card, and nobody else does. */
declare const CARD_IS_OPEN_TO_TESTS: boolean;

/** What a page's own rules must not change about the host. */
const HOST_STYLE: readonly (readonly [string, string])[] = [
  ["all", "initial"],
  ["position", "fixed"],
  ["inset", "auto"],
  ["display", "block"],
  ["margin", "0"],
  ["padding", "0"],
  ["border", "0"],
  ["background", "transparent"],
  ["overflow", "visible"],
  ["z-index", "2147483647"],
];

export class Card {
  static readonly #hosts = new WeakSet<Node>();

  /** Whether a node of the page is the host of a card. */
  static isHost(node: Node): boolean {
    return Card.#hosts.has(node);
  }

  readonly #document: Document;
  readonly #host: HTMLElement;
  readonly #card: HTMLElement;
  readonly #announcer: HTMLElement;
  #focusBefore: Element | null = null;
  #placed: { anchor: Box; words: readonly Box[] } | undefined;

  constructor(document: Document) {
    this.#document = document;
    // No name that a page could define as an element of its own: its code would run then, and know us.
    this.#host = document.createElement("div");
    Card.#hosts.add(this.#host);
    const root = this.#host.attachShadow({ mode: CARD_IS_OPEN_TO_TESTS ? "open" : "closed" });
    const style = new CSSStyleSheet();
    style.replaceSync(CARD_STYLE);
    root.adoptedStyleSheets = [style];
    this.#card = this.#make("section", "card");
    this.#card.setAttribute("role", "dialog");
    this.#card.setAttribute("aria-labelledby", "kind");
    this.#announcer = this.#make("p", "unseen");
    this.#announcer.setAttribute("aria-live", "polite");
    root.append(this.#card, this.#announcer);
  }

  get isOpen(): boolean {
    // A page may take the card out, or put it somewhere else, and so out of the top layer.
    return this.#host.matches(":popover-open");
  }

  /** Puts the card up, or fills the one that is up with something else. */
  open(explanation: Explanation, ground: Ground): void {
    this.#card.dataset["ground"] = ground;
    this.#card.lang = message("@@ui_locale").replace("_", "-");
    this.#card.dir = message("@@bidi_dir");
    this.#card.replaceChildren(...this.#fill(explanation));
    this.#card.scrollTop = 0;
    if (!this.isOpen) {
      this.#host.popover = "manual";
      for (const [property, value] of HOST_STYLE) this.#host.style.setProperty(property, value, "important");
      this.#focusBefore = this.#document.activeElement;
      this.#announcer.textContent = "";
      this.#document.documentElement.append(this.#host);
      this.#host.showPopover();
    }
    // A live region speaks of what changes in it after it has come.
    requestAnimationFrame(() => {
      this.#announcer.textContent = announcement(explanation);
    });
  }

  close(): void {
    if (!this.#host.isConnected) return;
    const held = this.#document.activeElement === this.#host;
    this.#host.remove();
    this.#card.replaceChildren();
    this.#placed = undefined;
    if (held && this.#focusBefore instanceof HTMLElement) this.#focusBefore.focus({ preventScroll: true });
    this.#focusBefore = null;
  }

  /** Moves the card next to `anchor`, over none of `words`. */
  place(anchor: Box, words: readonly Box[]): void {
    this.#placed = { anchor, words };
    const view = this.#document.documentElement;
    this.#card.style.maxHeight = "";
    const { width, height } = this.#card.getBoundingClientRect();
    const at = place(anchor, words, { width, height }, { width: view.clientWidth, height: innerHeight });
    // It scrolls only where it must: otherwise the wheel goes on moving the page.
    this.#card.style.overflow = height > at.maxHeight ? "auto" : "visible";
    this.#card.style.maxHeight = `${Math.max(0, Math.floor(at.maxHeight))}px`;
    this.#host.style.setProperty("left", `${Math.round(at.left)}px`, "important");
    this.#host.style.setProperty("top", `${Math.round(at.top)}px`, "important");
  }

  /** Where the card stands, while it is open. */
  box(): Box | null {
    return this.isOpen ? this.#card.getBoundingClientRect() : null;
  }

  /** Whether an event happened on the card. */
  holds(event: Event): boolean {
    return event.composedPath().includes(this.#host);
  }

  #fill(explanation: Explanation): Node[] {
    const parts = explanation.sections.flatMap((section, index) => this.#section(section, index));
    if (explanation.lowered.length > 0) {
      parts.push(
        this.#make("h3", "", message("cardLowered")),
        this.#list(
          "lowered",
          explanation.lowered.map((line) => [line]),
        ),
      );
    }
    if (explanation.structureOnly) parts.push(this.#make("p", "note", message("cardStructureOnly")));
    if (explanation.cut) parts.push(this.#make("p", "note", message("cardCut")));
    if (explanation.plain !== undefined) return [...this.#plain(explanation.plain), ...parts];
    const doubt = this.#make("details", "doubt");
    doubt.append(
      this.#make("summary", "", message("cardWhyWrong")),
      this.#make("p", "", message("cardWhyWrongText")),
    );
    doubt.addEventListener("toggle", () => {
      if (this.#placed !== undefined) this.place(this.#placed.anchor, this.#placed.words);
    });
    parts.push(doubt);
    return parts;
  }

  #plain({ title, text }: NonNullable<Explanation["plain"]>): HTMLElement[] {
    const heading = this.#make("h2", "", title);
    heading.id = "kind";
    return [heading, this.#make("p", "", text)];
  }

  #section(section: Section, index: number): HTMLElement[] {
    const part = this.#make("div", "section");
    part.dataset["category"] = section.category;

    const head = this.#make("div", "head");
    const key = this.#make("span", "key");
    key.setAttribute("aria-hidden", "true");
    const kind = this.#make("h2", "", section.kind);
    if (index === 0) kind.id = "kind";
    const meter = this.#make("span", "meter");
    meter.setAttribute("aria-hidden", "true");
    for (let bar = 1; bar <= 4; bar += 1) meter.append(this.#make("i", bar <= section.level ? "full" : ""));
    const level = this.#make("span", "level");
    level.append(this.#make("span", "strength", section.strength), meter);
    head.append(key, kind, level);
    part.append(head, this.#make("p", "lead", section.lead));

    if (section.also.length > 0) {
      part.append(
        this.#make("h3", "", message("cardAlso")),
        this.#list(
          "also",
          section.also.map(({ title, quote }) => [title, " ", this.#quote(quote)]),
        ),
      );
    }
    if (section.questions.length > 0) part.append(...this.#questions(section));
    if (section.ask !== "") {
      const ask = this.#make("p", "ask");
      ask.append(this.#make("b", "", message("cardAsk")), " ", section.ask);
      part.append(ask);
    }
    part.append(this.#source(section));
    return [part];
  }

  #questions({ questions, answered }: Section): HTMLElement[] {
    const heading = this.#make(
      "h3",
      "",
      message("cardQuestions", String(answered), String(questions.length)),
    );
    const list = this.#list(
      "questions",
      questions.map((question) => this.#question(question)),
    );
    questions.forEach(({ state }, index) => {
      list.children[index]?.classList.add(state);
    });
    return [heading, list];
  }

  #question({ state, text, quote }: Question): (Node | string)[] {
    const stateKey = { answered: "cardAnswered", partly: "cardPartly", open: "cardOpen" }[state];
    const words: (Node | string)[] = [this.#make("span", "unseen", message(stateKey)), " ", text];
    if (quote !== "") words.push(" ", this.#quote(quote));
    return words;
  }

  #source({ source }: Section): HTMLElement {
    const line = this.#make("p", "source", message("cardSource", source.rule));
    line.append(" ");
    if (source.url === null) {
      line.append(source.name);
    } else {
      const link = this.#document.createElement("a");
      link.href = source.url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      link.textContent = source.name;
      line.append(link);
    }
    return line;
  }

  #list(name: string, items: readonly (readonly (Node | string)[])[]): HTMLElement {
    const list = this.#make("ul", name);
    for (const item of items) {
      const line = this.#make("li", "");
      const words = this.#make("span", "");
      words.append(...item);
      line.append(words);
      list.append(line);
    }
    return list;
  }

  /** Words of the post: written in whichever direction they are. */
  #quote(words: string): HTMLElement {
    const quote = this.#make("q", "", words);
    quote.dir = "auto";
    return quote;
  }

  #make(tag: string, name: string, text = ""): HTMLElement {
    const element = this.#document.createElement(tag);
    if (name !== "") element.className = name;
    element.textContent = text;
    return element;
  }
}

function announcement({ sections: [section], plain }: Explanation): string {
  if (section !== undefined) return message("cardAnnounce", section.kind, section.strength, section.lead);
  return plain === undefined ? "" : `${plain.title}. ${plain.text}`;
}
