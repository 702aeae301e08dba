/**
 * What the user has taught, as a list that can be gone through and forgotten, one by one or as a whole.
 *
 * In: the lessons in storage. Out: the same without what was forgotten. Never knows of posts, cards or settings.
 */

import { followLearnt, type Lesson, NOTHING, type ParsedLearnt, updateLearnt } from "../../settings/learnt";
import { message } from "../../shared/browser";
import { shorten } from "../../shared/sentences";
import { byId, makeButton } from "../parts/dom";
import { date, list } from "../parts/localise";

/** Characters of a post: enough to know it again. */
const LONGEST_BEGINNING = 100;

const WAYS = { less: "optionsLearntLess", more: "optionsLearntMore" } as const;
const KINDS = { pump: "categoryPump", claim: "categoryClaim" } as const;

/** Shows the list from now on. `refused` hears why something could not be forgotten. */
export async function showLessons(refused: (error: unknown) => void): Promise<void> {
  const notice = byId("learnt-notice", HTMLElement);
  const shown = byId("learnt", HTMLElement);
  const forget = (isForgotten: (lesson: Lesson) => boolean): void => {
    updateLearnt((lessons) => lessons.filter((lesson) => !isForgotten(lesson))).catch(refused);
  };
  const show = ({ learnt: { lessons }, problem }: ParsedLearnt): void => {
    notice.hidden = !problem;
    // What is wrong stands in a section that may be folded.
    const section = notice.closest("details");
    if (problem && section !== null) section.open = true;
    const hadFocus = shown.contains(document.activeElement);
    shown.replaceChildren(...(lessons.length > 0 ? makeList(lessons, forget) : [makeNone()]));
    if (hadFocus) (shown.querySelector("button") ?? shown).focus();
  };
  // A storage that cannot be read is no reason to show nothing.
  await followLearnt(show).begun.catch(() => show({ learnt: NOTHING, problem: true }));
}

/** Puts these in the place of all that was taught, and gives what takes that back: what was taught since then stays. */
export function replaceLessons(others: readonly Lesson[], refused: (error: unknown) => void): () => void {
  const put = new Set(others.map(keyOf));
  let before: readonly Lesson[] = [];
  updateLearnt((lessons) => {
    before = lessons;
    return others;
  }).catch(refused);
  const since = (lessons: readonly Lesson[]): Lesson[] => lessons.filter((lesson) => !put.has(keyOf(lesson)));
  return () => void updateLearnt((lessons) => [...before, ...since(lessons)]).catch(refused);
}

function keyOf(lesson: Lesson): string {
  return JSON.stringify([lesson.text, lesson.way, lesson.when]);
}

/** The newest first. */
function makeList(
  lessons: readonly Lesson[],
  forget: (isForgotten: (lesson: Lesson) => boolean) => void,
): HTMLElement[] {
  const rows = document.createElement("ul");
  rows.className = "settings";
  rows.setAttribute("aria-labelledby", "learnt-title");
  rows.append(
    ...lessons.toReversed().map(({ text, way, categories, when }) => {
      const beginning = shorten(text, LONGEST_BEGINNING);
      const post = document.createElement("q");
      post.dir = "auto";
      post.textContent = beginning;
      const told = document.createElement("small");
      const kinds = list(categories.map((category) => message(KINDS[category])));
      told.textContent = [message(WAYS[way]), kinds, date(when)].join(" · ");
      const said = document.createElement("span");
      said.append(post, told);
      const one = makeButton(message("optionsForget"), () =>
        forget((lesson) => lesson.text === text && lesson.way === way),
      );
      one.ariaLabel = message("optionsForgetNamed", beginning);
      const row = document.createElement("li");
      row.append(said, one);
      return row;
    }),
  );
  return [rows, makeButton(message("optionsForgetAll"), () => forget(() => true))];
}

function makeNone(): HTMLElement {
  const none = document.createElement("p");
  none.className = "note";
  none.textContent = message("optionsLearntNone");
  return none;
}
