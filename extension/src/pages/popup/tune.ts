/**
 * How sensitive the marks are: what was read in the tab and how many of it are marked, all of it over the slider, and the two kinds.
 *
 * While the slider moves, the counts say how many were marked before.
 */

import { CATEGORIES, isPaused, type Settings } from "../../settings/settings";
import { message } from "../../shared/browser";
import { byId } from "../parts/dom";
import { clock, plural } from "../parts/localise";
import { Scale } from "../parts/scale";
import { meaning } from "../parts/sensitivity";
import type { MakeSection } from "./section";
import type { FrontTab } from "./tab";

/** How the lines stood before the user moved one, and how many posts were marked then. */
interface Before {
  readonly tuned: string;
  readonly marked: number;
}

export const makeTune: MakeSection = ({ tab, change, render }) => {
  const counts = byId("counts", HTMLElement);
  const means = byId("meaning", HTMLElement);
  const apartButton = byId("apart", HTMLButtonElement);
  const kinds = {
    pump: { input: byId("pump", HTMLInputElement), count: byId("pump-count", HTMLElement) },
    claim: { input: byId("claim", HTMLInputElement), count: byId("claim-count", HTMLElement) },
  };
  const scale = new Scale(byId("scale", HTMLElement), CATEGORIES);
  const scales = {
    pump: scale.copyFor("pump", message("categoryPump")),
    claim: scale.copyFor("claim", message("categoryClaim")),
  };
  scale.element.after(scales.pump.element, scales.claim.element);
  /** Until the line loses the focus. */
  let before: Before | undefined;
  let current: Settings | undefined;

  const remember = (): void => {
    if (current !== undefined) before ??= { tuned: tunedOf(current), marked: tab.counted(current).marked };
  };
  const left = (): void => {
    before = undefined;
    render();
  };
  scale.listen((sensitivity) => {
    remember();
    change(() => ({ sensitivity, apart: null }));
  }, left);
  for (const category of CATEGORIES) {
    scales[category].listen((sensitivity) => {
      remember();
      change((settings) => ({ apart: { ...apartOf(settings), [category]: sensitivity } }));
    }, left);
    const { input } = kinds[category];
    input.addEventListener("change", () => {
      const { checked } = input;
      change(({ categories }) => ({ categories: { ...categories, [category]: checked } }));
    });
  }
  apartButton.addEventListener("click", () => {
    const isApart = current?.apart !== null;
    change((settings) => ({ apart: isApart ? null : apartOf(settings) }));
  });

  function renderScales(settings: Settings): void {
    const isApart = settings.apart !== null;
    const { posts, thresholds } = tab.status?.state === "reading" ? tab.status : { posts: [] };
    for (const one of [scale, scales.pump, scales.claim]) {
      one.element.hidden = (one === scale) === isApart;
      if (!one.element.hidden) one.render({ posts, thresholds, settings });
    }
    means.textContent = meaning(settings);
    apartButton.disabled = !settings.on;
    apartButton.ariaExpanded = String(isApart);
    apartButton.textContent = message(isApart ? "scaleTogether" : "scaleApart");
  }

  return {
    render({ settings }) {
      current = settings;
      counts.textContent = countsText(tab, settings, before);
      renderScales(settings);
      const now = tab.counted(settings);
      for (const category of CATEGORIES) {
        const { input, count } = kinds[category];
        const wanted = settings.categories[category];
        input.checked = wanted;
        input.disabled = !settings.on;
        count.textContent = wanted ? (tab.isReading ? plural("marked", now[category]) : "") : message("off");
      }
    },
  };
};

function countsText(tab: FrontTab, settings: Settings, before: Before | undefined): string {
  if (!settings.on) return message("countsOff");
  const { state, status } = tab;
  if (state === "asking") return "";
  if (state === "left") return message("countsLeft");
  if (status === undefined) return message("countsUnread");
  if (status.state === "off") return message("countsOff");
  if (isPaused(settings)) return message("countsPaused", clock(settings.pausedUntil));
  if (status.state === "site-off") return message("countsSiteOff");
  if (status.state === "paused") return message("countsPausedHere");
  if (status.state === "failed") return message("countsFailed");
  if (status.read === 0) return message(status.layout === undefined ? "countsNone" : "countsNotUnderstood");

  const read = plural("read", status.read);
  const now = tab.counted(settings).marked;
  if (before !== undefined && before.tuned !== tunedOf(settings)) {
    return message("countsMoving", read, plural("marked", before.marked), String(now));
  }
  return message("counts", read, plural("marked", now));
}

function tunedOf({ sensitivity, apart }: Settings): string {
  return JSON.stringify(apart ?? sensitivity);
}

function apartOf({ sensitivity, apart }: Settings): Settings["apart"] & object {
  return apart ?? { pump: sensitivity, claim: sensitivity };
}
