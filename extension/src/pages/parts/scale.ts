/**
 * A sensitivity as the popup sets it: the posts that were read, and over them the threshold as a line that pointer and keys move. The line
 * is the thumb of a native slider, so that everything that sliders can do, it can.
 *
 * In: posts, thresholds, settings. Out: the sensitivity that the user wants. Never writes settings.
 */

import { type Category, type Settings, sensitivityOf } from "../../settings/settings";
import type { Scores, Thresholds } from "../../shared/catalogue";
import { draw, places } from "./histogram";

export interface Tuned {
  readonly posts: readonly Scores[];
  readonly thresholds: Thresholds | undefined;
  readonly settings: Settings;
}

export class Scale {
  readonly element: HTMLElement;
  readonly #categories: readonly Category[];
  readonly #input: HTMLInputElement;
  readonly #value: HTMLOutputElement;
  readonly #svg: SVGSVGElement;

  constructor(element: HTMLElement, categories: readonly Category[]) {
    this.element = element;
    this.#categories = categories;
    this.#input = inside(element, "input", HTMLInputElement);
    this.#value = inside(element, "output", HTMLOutputElement);
    this.#svg = inside(element, "svg", SVGSVGElement);
  }

  /** Another one, for one category alone. */
  copyFor(category: Category, name: string): Scale {
    const element = this.element.cloneNode(true) as HTMLElement;
    element.dataset["category"] = category;
    for (const part of [element, ...element.querySelectorAll("[id]")]) part.id = `${part.id}-${category}`;
    const label = inside(element, "label", HTMLLabelElement);
    const copy = new Scale(element, [category]);
    label.textContent = name;
    label.htmlFor = copy.#value.htmlFor.value = copy.#input.id;
    return copy;
  }

  /** `moved` hears of each step, `left` when the user is done with it. */
  listen(moved: (sensitivity: number) => void, left: () => void): void {
    this.#input.addEventListener("input", () => moved(this.#input.valueAsNumber));
    this.#input.addEventListener("blur", left);
  }

  render({ posts, thresholds, settings }: Tuned): void {
    const [category = "pump"] = this.#categories;
    const sensitivity = String(sensitivityOf(settings, category));
    this.#input.value = sensitivity;
    this.#input.disabled = !settings.on;
    this.#value.textContent = sensitivity;
    const wanted = this.#categories.filter((one) => settings.categories[one]);
    draw(this.#svg, thresholds === undefined ? [] : places(posts, thresholds, wanted), settings);
  }
}

function inside<T extends Element>(element: Element, selector: string, type: abstract new () => T): T {
  const found = element.querySelector(selector);
  if (found instanceof type) return found;
  throw new Error(`${selector} is missing, or is not a ${type.name}`);
}
