/**
 * How marks look: on the words, at the post's edge, and what becomes of the post; with a post that shows it.
 *
 * The post is painted by what paints those of pages.
 */

import { identify } from "../../content/exempt";
import { Folds } from "../../content/folds";
import { Marks } from "../../content/marks";
import { AdoptedSheet } from "../../content/sheet";
import { rangeOf, read } from "../../content/text";
import type { Appearance } from "../../settings/settings";
import { message } from "../../shared/browser";
import { byId } from "../parts/dom";
import type { MakeSection } from "./section";

const SWITCHES = ["underline", "highlight", "edge"] as const;

export const makeLooks: MakeSection = (change) => {
  const sheet = new AdoptedSheet(document);
  sheet.want(true);
  const marks = new Marks(document, sheet.name);
  new Folds(document, marks).start();
  const preview = byId("preview", HTMLElement);
  const reading = read([preview], () => false);
  const [start, end] = [0, byId("preview-words", HTMLElement).textContent.length];
  marks.show([
    {
      element: preview,
      reading,
      identity: identify(reading.text, "", ""),
      note: null,
      spans: [{ category: "pump", start, end, range: rangeOf(reading, start, end) }],
      isAlone: true,
    },
  ]);

  const inputs = SWITCHES.map((name) => [name, byId(name, HTMLInputElement)] as const);
  for (const [name, input] of inputs) {
    input.addEventListener("change", () => {
      const { checked } = input;
      change(({ appearance }) => ({ appearance: { ...appearance, [name]: checked } }));
    });
  }
  const post = byId("post", HTMLSelectElement);
  for (const becomes of ["plain", "dim", "fold"] satisfies Appearance["post"][])
    post.add(new Option(message(`optionsPost_${becomes}`), becomes));
  post.addEventListener("change", () => {
    const becomes = post.value as Appearance["post"];
    change(({ appearance }) => ({ appearance: { ...appearance, post: becomes } }));
  });

  return {
    render({ appearance }) {
      for (const [name, input] of inputs) input.checked = appearance[name];
      post.value = appearance.post;
      marks.look(appearance);
    },
  };
};
