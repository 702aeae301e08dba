/**
 * What stands in the card: an explanation, as elements.
 *
 * In: sentences, and who hears of what the reader does in them. Out: elements, in which text is text. What most people want to know comes
 * first, and what more there is when they ask for it. Never knows where the card stands, nor whether it is open.
 */

import { message } from "../shared/browser";
import type { RepeatWords } from "../templates/words";
import type { Action } from "./actions";
import type { Explanation, Place, Question, Section } from "./explain";

export interface BodyEvents {
  /** The reader points at something that is said of these words; null: no more. */
  pointed(at: Place | null): void;
  acts(action: Action): void;
  /** The reader wants to see another post of this page. */
  goes(post: string): void;
  /** More is shown now, or less. */
  resized(): void;
}

interface Item {
  readonly words: readonly (Node | string)[];
  readonly at: Place | null;
}

export class CardBody {
  readonly #document: Document;
  readonly #does: BodyEvents;

  constructor(document: Document, does: BodyEvents) {
    this.#document = document;
    this.#does = does;
  }

  /** What most people want to know, and what more there is. */
  fill(explanation: Explanation): Node[] {
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
      this.#does.resized();
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
      const words = isHere ? this.#button(excerpt, () => this.#does.goes(post)) : this.#quote(excerpt);
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
      folded.addEventListener("toggle", () => this.#does.resized());
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
    return this.#button(action.label, () => this.#does.acts(action));
  }

  #button(text: string, press: () => void): HTMLButtonElement {
    const button = this.#document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", press);
    return button;
  }

  #pointsAt(line: HTMLElement, at: Place | null): void {
    if (at === null) return;
    line.addEventListener("pointerenter", () => this.#does.pointed(at));
    line.addEventListener("pointerleave", () => this.#does.pointed(null));
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

  /** What has come of something that the reader did, in the place of all else; and a way back, where there is one. */
  outcome(text: string, undo: (() => void) | undefined): Node[] {
    const said = this.#make("p", "outcome", text);
    said.id = "kind";
    if (undo === undefined) return [said];
    const foot = this.#make("div", "actions");
    foot.append(this.#button(message("cardUndo"), undo));
    return [said, foot];
  }
}

function answers({ questions }: Section): string {
  const [answered, partly] = ["answered", "partly"].map(
    (wanted) => questions.filter(({ state }) => state === wanted).length,
  );
  const key = partly === 0 ? "cardQuestions" : "cardQuestionsPartly";
  return message(key, String(answered), String(questions.length), String(partly));
}
