/**
 * The card: one element in the top layer, there only while it is open.
 *
 * In: an explanation, and boxes that it must not cover. Out: what the reader does in it. It stands outside the page's body, in a shadow root
 * with a style of its own, which is closed to the page; text reaches it as text. It takes the focus only when it is entered by key, never
 * scrolls the page, and never knows of posts, reports or the engine.
 */

import { message, reasonOf } from "../shared/browser";
import type { RepeatWords } from "../templates/words";
import type { Action } from "./actions";
import { CARD_STYLE } from "./card-style";
import type { Explanation, Place, Question, Section } from "./explain";
import type { Ground } from "./ground";
import { type Box, grow, place } from "./place";

/** Set by the build: tests read the card, and nobody else does. */
declare const CARD_IS_OPEN_TO_TESTS: boolean;

export interface CardEvents {
  /** The reader points at something that is said of these words; null: no more. */
  pointed(at: Place | null): void;
  /** The reader does something about the mark, or undoes it; resolves when that is done. */
  acts(action: Action, undoes: boolean): Promise<void>;
  /** The reader wants to see another post of this page. */
  goes(post: string): void;
}

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

/** What readers widen by style sheets of their own (WCAG 1.4.12). The card sets these itself, so that a page's rules do not reach it. */
const SPACING = ["letter-spacing", "word-spacing", "line-height"];

const LINE_PX = 40;

/** Left free on both sides, where the window is narrow. */
const SIDE_PX = 8;

interface Item {
  readonly words: readonly (Node | string)[];
  readonly at: Place | null;
}

export class Card {
  static readonly WIDTH_PX = 380;

  static readonly #hosts = new WeakSet<Node>();

  /** Whether a node of the page is the host of a card. */
  static isHost(node: Node): boolean {
    return Card.#hosts.has(node);
  }

  readonly #document: Document;
  readonly #events: CardEvents | undefined;
  readonly #host: HTMLElement;
  readonly #card: HTMLElement;
  readonly #announcer: HTMLElement;
  #focusBefore: Element | null = null;
  #isEntered = false;
  #placed: { anchor: Box; words: readonly Box[] } | undefined;
  /** How high it is before the reader asks for more. */
  #height = 0;

  /** Without `events`, it is there to be read alone. */
  constructor(document: Document, events?: CardEvents) {
    this.#document = document;
    this.#events = events;
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
    this.#card.tabIndex = -1;
    this.#announcer = this.#make("p", "unseen");
    this.#announcer.setAttribute("aria-live", "polite");
    root.append(this.#card, this.#announcer);
    // What happens in the card is no business of the page's: keys have meanings there, too.
    for (const type of ["click", "keydown", "keypress", "keyup"])
      root.addEventListener(type, (event) => event.stopPropagation());
    this.#card.addEventListener("keydown", (event) => this.#onKey(event));
    this.#card.addEventListener("focusout", (event) => {
      if (event.relatedTarget === null) this.#isEntered = false;
    });
  }

  /** Takes the focus, by the reader's key. */
  enter(): void {
    if (!this.isOpen) return;
    if (this.#document.activeElement !== this.#host) this.#focusBefore = this.#document.activeElement;
    this.#card.focus({ preventScroll: true });
    this.#isEntered = true;
  }

  /** Whether the reader is in it by key: then the pointer changes nothing. */
  get isEntered(): boolean {
    return this.#isEntered;
  }

  get isOpen(): boolean {
    // A page may take the card out, or put it somewhere else, and so out of the top layer.
    return this.#host.matches(":popover-open");
  }

  /** Puts the card up, or fills the one that is up with something else. */
  open(explanation: Explanation, ground: Ground): void {
    this.#card.dataset["ground"] = ground;
    this.#card.lang = message("language");
    this.#card.dir = message("direction");
    this.#card.ariaBusy = "false";
    this.#card.replaceChildren(...this.#fill(explanation));
    this.#card.scrollTop = 0;
    if (!this.isOpen) {
      this.#host.popover = "manual";
      for (const [property, value] of HOST_STYLE) this.#host.style.setProperty(property, value, "important");
      for (const property of SPACING) this.#host.style.setProperty(property, "initial");
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
    this.#isEntered = false;
  }

  /** Moves the card next to `anchor`, over none of `words`. */
  place(anchor: Box, words: readonly Box[]): void {
    this.#placed = { anchor, words };
    const view = { width: this.#document.documentElement.clientWidth, height: innerHeight };
    // A scroll bar of the page takes its part of the window.
    this.#card.style.maxWidth = `${view.width - 2 * SIDE_PX}px`;
    const { scrollTop } = this.#card;
    this.#card.style.maxHeight = "";
    const { width, height } = this.#card.getBoundingClientRect();
    if (!this.#isUnfolded()) this.#height = height;
    const chosen = place(anchor, words, { width, height: this.#height }, view);
    const at = grow(chosen, { from: this.#height, to: height }, anchor, view.height);
    // It scrolls only where it must: otherwise the wheel goes on moving the page.
    this.#card.style.overflow = height > at.maxHeight ? "auto" : "visible";
    this.#card.style.maxHeight = `${Math.max(0, Math.floor(at.maxHeight))}px`;
    this.#card.scrollTop = scrollTop;
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

  /** What most people want to know, and what more there is. */
  #fill(explanation: Explanation): Node[] {
    const { sections, repeats, structureOnly, cut, plain } = explanation;
    const parts = plain === undefined ? [] : this.#plain(plain);
    sections.forEach((section, index) => {
      parts.push(index === 0 ? this.#first(section) : this.#further(section));
    });
    for (const sentence of repeats?.sentences ?? []) parts.push(this.#make("p", "repeats", sentence));
    if (structureOnly) parts.push(this.#make("p", "note", message("cardStructureOnly")));
    if (cut) parts.push(this.#make("p", "note", message("cardCut")));
    if (sections.length === 0) return parts;
    const rest = this.#rest(explanation);
    return [...parts, this.#foot(explanation, rest), rest];
  }

  #foot({ actions: [first] }: Explanation, rest: HTMLElement): HTMLElement {
    const foot = this.#make("div", "actions");
    if (first !== undefined) foot.append(this.#action(first));
    const more = this.#button(message("cardMore"), () => {
      rest.hidden = !rest.hidden;
      more.ariaExpanded = String(!rest.hidden);
      this.#replace();
    });
    more.classList.add("unfold");
    more.ariaExpanded = "false";
    foot.append(more);
    return foot;
  }

  #rest({ sections, lowered, repeats, actions: [, ...actions] }: Explanation): HTMLElement {
    const rest = this.#make("div", "rest");
    rest.hidden = true;
    if (repeats !== undefined && repeats.others.length > 0) rest.append(...this.#others(repeats));
    sections.forEach((section, index) => {
      const part = this.#make("div", "section");
      part.dataset["category"] = section.category;
      if (index > 0) part.append(this.#make("h3", "", section.kind), this.#lead(section));
      if (section.also.length > 0) {
        part.append(
          this.#make("h3", "", message("cardAlso")),
          this.#list(
            "also",
            section.also.map(({ title, quote, at }) => ({ words: [title, " ", this.#quote(quote)], at })),
          ),
        );
      }
      if (index === 0 && lowered.length > 0) {
        part.append(
          this.#make("h3", "", message("cardLowered")),
          this.#list(
            "lowered",
            lowered.map(({ text, at }) => ({ words: [text], at })),
          ),
        );
      }
      if (section.questions.length > 0) part.append(...this.#questions(section));
      part.append(this.#source(section));
      rest.append(part);
    });
    rest.append(
      this.#make("h3", "", message("cardWhyWrong")),
      this.#make("p", "doubt", message("cardWhyWrongText")),
    );
    if (actions.length > 0) {
      const foot = this.#make("div", "actions");
      foot.append(...actions.map((action) => this.#action(action)));
      rest.append(foot);
    }
    return rest;
  }

  /** Posts of the same template: those of this page lead there. */
  #others({ others, more }: RepeatWords): HTMLElement[] {
    const lines = others.map(({ post, excerpt, by, isHere }) => {
      const words = isHere ? this.#button(excerpt, () => this.#events?.goes(post)) : this.#quote(excerpt);
      words.dir = "auto";
      return { words: [words, " ", this.#make("span", "by", by)], at: null };
    });
    const list = [this.#make("h3", "", message("repeatsOthers")), this.#list("others", lines)];
    return more === "" ? list : [...list, this.#make("p", "note", more)];
  }

  #plain({ title, text }: NonNullable<Explanation["plain"]>): HTMLElement[] {
    const heading = this.#make("h2", "", title);
    heading.id = "kind";
    return [heading, this.#make("p", "", text)];
  }

  #first(section: Section): HTMLElement {
    const part = this.#head(section);
    part.querySelector("h2")?.setAttribute("id", "kind");
    part.append(this.#lead(section));
    if (section.ask !== "") {
      const ask = this.#make("p", "ask");
      ask.append(this.#make("b", "", message("cardAsk")), " ", section.ask);
      part.append(ask);
    }
    if (section.questions.length > 0) part.append(this.#make("p", "answers", answers(section)));
    return part;
  }

  #further(section: Section): HTMLElement {
    const part = this.#head(section);
    if (section.questions.length > 0) part.append(this.#make("p", "answers", answers(section)));
    return part;
  }

  #head({ category, kind: title, level: full, strength }: Section): HTMLElement {
    const part = this.#make("div", "section");
    part.dataset["category"] = category;
    const head = this.#make("div", "head");
    const key = this.#make("span", "key");
    key.setAttribute("aria-hidden", "true");
    const meter = this.#make("span", "meter");
    meter.setAttribute("aria-hidden", "true");
    for (let bar = 1; bar <= 4; bar += 1) meter.append(this.#make("i", bar <= full ? "full" : ""));
    const level = this.#make("span", "level");
    level.append(this.#make("span", "strength", strength));
    if (full > 0) level.append(meter);
    head.append(key, this.#make("h2", "", title), level);
    part.append(head);
    return part;
  }

  #lead({ lead, spoken }: Section): HTMLElement {
    const words = this.#make("p", "lead", lead);
    this.#pointsAt(words, spoken);
    return words;
  }

  /** What the post answers, with its words; what it leaves open, folded. */
  #questions({ questions }: Section): HTMLElement[] {
    const [open, answered] = [true, false].map((isOpen) =>
      questions.filter(({ state }) => (state === "open") === isOpen),
    );
    const parts: HTMLElement[] = [];
    if (answered !== undefined && answered.length > 0)
      parts.push(this.#make("h3", "", message("cardAnswers")), this.#checklist(answered));
    if (open !== undefined && open.length > 0) {
      const folded = this.#make("details", "");
      folded.append(
        this.#make("summary", "", message("cardLeftOpen", String(open.length))),
        this.#checklist(open),
      );
      folded.addEventListener("toggle", () => this.#replace());
      parts.push(folded);
    }
    return parts;
  }

  #checklist(questions: readonly Question[]): HTMLElement {
    const list = this.#list(
      "questions",
      questions.map((question) => ({ words: this.#question(question), at: question.at })),
    );
    questions.forEach(({ state }, index) => {
      list.children[index]?.classList.add(state);
    });
    return list;
  }

  #question({ state, text, quote }: Question): (Node | string)[] {
    const stateKey = ({ answered: "cardAnswered", partly: "cardPartly", open: "cardOpen" } as const)[state];
    const words: (Node | string)[] = [this.#make("span", "unseen", message(stateKey)), " ", text];
    if (quote !== "") words.push(" ", this.#quote(quote));
    return words;
  }

  /** A button that does something about the mark; what it has done takes the place of all else. */
  #action(action: Action): HTMLElement {
    return this.#button(action.label, () => this.#act(action, false));
  }

  /** Does what the reader has chosen elsewhere; the card says so. */
  carryOut(action: Action): void {
    this.#act(action, false);
  }

  #act(action: Action, undoes: boolean): void {
    if (this.#card.ariaBusy === "true") return;
    this.#card.ariaBusy = "true";
    this.#events?.acts(action, undoes).then(
      () => this.#say(undoes ? message("cardUndone") : action.done, undoes ? undefined : action),
      (error: unknown) => this.#say(message("noticeRefused", reasonOf(error))),
    );
  }

  #say(text: string, undoable?: Action): void {
    if (!this.isOpen) return;
    const hadFocus = this.#document.activeElement === this.#host;
    const wasEntered = this.#isEntered;
    const said = this.#make("p", "outcome", text);
    said.id = "kind";
    this.#card.ariaBusy = "false";
    this.#card.replaceChildren(said);
    this.#announcer.textContent = text;
    if (undoable !== undefined) {
      const foot = this.#make("div", "actions");
      foot.append(this.#button(message("cardUndo"), () => this.#act(undoable, true)));
      this.#card.append(foot);
    }
    this.#replace();
    if (hadFocus) (this.#card.querySelector("button") ?? this.#card).focus({ preventScroll: true });
    this.#isEntered = wasEntered;
  }

  #button(text: string, press: () => void): HTMLButtonElement {
    const button = this.#document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", press);
    return button;
  }

  #isUnfolded(): boolean {
    return this.#card.querySelector(".rest:not([hidden])") !== null;
  }

  /** It has another size now. */
  #replace(): void {
    if (this.#placed !== undefined) this.place(this.#placed.anchor, this.#placed.words);
  }

  /** Tab goes round in the card, and arrows move what it shows: never the page. */
  #onKey(event: KeyboardEvent): void {
    const { key, target } = event;
    const { clientHeight: page } = this.#card;
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: -LINE_PX,
      ArrowDown: LINE_PX,
      PageUp: -page,
      PageDown: page,
      Home: -Infinity,
      End: Infinity,
    };
    const move = key === " " && target === this.#card ? page : moves[key];
    if (move !== undefined) {
      const most = this.#card.scrollHeight;
      this.#card.scrollTop = Math.max(0, Math.min(this.#card.scrollTop + move, most));
      event.preventDefault();
    } else if (key === "Tab") {
      const controls = [...this.#card.querySelectorAll<HTMLElement>("button, a[href], summary")].filter(
        (control) => control.checkVisibility(),
      );
      const at = controls.indexOf(target as HTMLElement);
      const next = event.shiftKey ? (at <= 0 ? controls.length : at) - 1 : (at + 1) % controls.length;
      controls[next]?.focus();
      event.preventDefault();
    }
  }

  #pointsAt(line: HTMLElement, at: Place | null): void {
    const { pointed } = this.#events ?? {};
    if (at === null || pointed === undefined) return;
    line.addEventListener("pointerenter", () => pointed(at));
    line.addEventListener("pointerleave", () => pointed(null));
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

  #list(name: string, items: readonly Item[]): HTMLElement {
    const list = this.#make("ul", name);
    for (const { words, at } of items) {
      const line = this.#make("li", "");
      const all = this.#make("span", "");
      all.append(...words);
      line.append(all);
      this.#pointsAt(line, at);
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

function answers({ questions }: Section): string {
  const [answered, partly] = ["answered", "partly"].map(
    (wanted) => questions.filter(({ state }) => state === wanted).length,
  );
  const key = partly === 0 ? "cardQuestions" : "cardQuestionsPartly";
  return message(key, String(answered), String(questions.length), String(partly));
}

function announcement({ sections: [section], plain }: Explanation): string {
  if (section !== undefined) return message("cardAnnounce", section.kind, section.strength, section.lead);
  return plain === undefined ? "" : `${plain.title}. ${plain.text}`;
}
