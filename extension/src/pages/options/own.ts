/**
 * The user's own rules: written, tried on a text as they are written, listed, and removed.
 *
 * In: what the background says of a rule, where own rules run. Out: rules that it can read. What was written is shown as text.
 */

import { marksOf } from "../../engine/own";
import { RemoteEngine } from "../../engine/remote";
import { MOST_OWN } from "../../settings/schema";
import { CATEGORIES, type OwnRule } from "../../settings/settings";
import { message, reasonOf } from "../../shared/browser";
import { byId, make, makeButton } from "../parts/dom";
import type { MakeSection } from "./section";

const KINDS: readonly OwnRule["kind"][] = ["phrase", "regex"];

export const makeOwn: MakeSection = (change) => {
  const text = byId("own-text", HTMLInputElement);
  const kind = byId("own-kind", HTMLSelectElement);
  const category = byId("own-category", HTMLSelectElement);
  const problem = byId("own-problem", HTMLElement);
  const sample = byId("own-try", HTMLTextAreaElement);
  const found = byId("own-found", HTMLElement);
  const list = byId("own-rules", HTMLElement);
  const engine = new RemoteEngine();
  let asked = 0;
  let shown = "";

  for (const one of KINDS) kind.add(new Option(message(`ownKind_${one}`), one));
  for (const one of CATEGORIES)
    category.add(new Option(message(one === "pump" ? "categoryPump" : "categoryClaim"), one));
  for (const input of [text, kind, category, sample]) input.addEventListener("input", () => void tryOut());
  byId("add-own", HTMLFormElement).addEventListener("submit", async (event) => {
    event.preventDefault();
    const rule = written();
    if (rule === undefined || !(await tryOut())) return;
    change(({ ownRules }) => ({
      ownRules: [...ownRules.filter((own) => !same(own, rule)), rule].slice(-MOST_OWN),
    }));
    text.value = "";
    void tryOut();
  });

  function written(): OwnRule | undefined {
    const words = text.value.trim();
    if (words === "") return undefined;
    return {
      category: category.value as OwnRule["category"],
      kind: kind.value as OwnRule["kind"],
      text: kind.value === "regex" ? text.value : words,
    };
  }

  /** Whether what is written is a rule. */
  async function tryOut(): Promise<boolean> {
    asked += 1;
    const wish = asked;
    const rule = written();
    const answer =
      rule === undefined
        ? undefined
        : await engine
            .own([sample.value], [rule])
            .catch((error: unknown) => ({ problems: [reasonOf(error)], found: [] }));
    if (wish !== asked) return false;
    const [wrong = ""] = answer?.problems ?? [];
    problem.textContent = wrong;
    text.ariaInvalid = String(wrong !== "");
    const [mark] = rule === undefined ? [] : marksOf(answer?.found[0] ?? [], [rule]);
    if (rule === undefined || sample.value === "" || wrong !== "") found.replaceChildren();
    else if (mark === undefined) found.replaceChildren(message("optionsOwnNothing"));
    else {
      const words = make("mark", "", sample.value.slice(mark.start, mark.end));
      words.dataset["category"] = mark.category;
      found.replaceChildren(sample.value.slice(0, mark.start), words, sample.value.slice(mark.end));
    }
    return wrong === "";
  }

  return {
    render({ ownRules }) {
      const now = JSON.stringify(ownRules);
      if (now === shown) return;
      shown = now;
      const hadFocus = list.contains(document.activeElement);
      list.hidden = ownRules.length === 0;
      list.replaceChildren(
        ...ownRules.toReversed().map((rule) => {
          const key = make("span", "key");
          key.dataset["category"] = rule.category;
          const remove = makeButton(message("optionsOwnRemove"), () =>
            change((settings) => ({ ownRules: settings.ownRules.filter((own) => !same(own, rule)) })),
          );
          remove.ariaLabel = message("optionsOwnRemoveNamed", rule.text);
          const words = make("span", "", rule.text);
          words.dir = "auto";
          return make("li", "", key, words, make("small", "", message(`ownKind_${rule.kind}`)), remove);
        }),
      );
      if (hadFocus) (list.querySelector("button") ?? text).focus();
    },
  };
};

function same(one: OwnRule, other: OwnRule): boolean {
  return one.category === other.category && one.kind === other.kind && one.text === other.text;
}
