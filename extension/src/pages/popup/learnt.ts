/** How many posts the user has called hype or not hype, where there are any; what leads to their list is a link of the page. */

import { followLearnt, NOTHING, type ParsedLearnt } from "../../settings/learnt";
import { byId } from "../parts/dom";
import { plural } from "../parts/localise";

export async function showLearnt(): Promise<void> {
  const row = byId("learnt-row", HTMLElement);
  const count = byId("learnt-count", HTMLElement);
  const show = ({ learnt: { lessons } }: ParsedLearnt): void => {
    row.hidden = lessons.length === 0;
    count.textContent = plural("learnt", lessons.length);
  };
  // A storage that cannot be read is no reason to show nothing.
  await followLearnt(show).begun.catch(() => show({ learnt: NOTHING, problem: true }));
}
