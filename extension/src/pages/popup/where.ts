/** Where and when is read at all: the main switch, the switch of this site, the pauses. */

import { isPaused, isSiteId, PAUSE_MS, type Settings, toggled } from "../../settings/settings";
import { message } from "../../shared/browser";
import { byId } from "../parts/dom";
import { clock } from "../parts/localise";
import type { MakeSection } from "./section";

export const makeWhere: MakeSection = ({ tab, change }) => {
  const on = byId("on", HTMLInputElement);
  const onLabel = byId("on-label", HTMLElement);
  const here = byId("here", HTMLInputElement);
  const hereRow = byId("here-row", HTMLElement);
  const hereLabel = byId("here-label", HTMLElement);
  const pauseRow = byId("pause-row", HTMLElement);
  const pauseMeans = byId("pause-means", HTMLElement);
  const pauseTime = byId("pause-time", HTMLButtonElement);
  const pauseTab = byId("pause-tab", HTMLButtonElement);
  const resume = byId("resume", HTMLButtonElement);

  on.addEventListener("change", () => {
    const { checked } = on;
    change(() => ({ on: checked }));
  });
  here.addEventListener("change", () => {
    const id = tab.status?.site.id;
    const { checked } = here;
    if (isSiteId(id)) change(({ sitesOff }) => ({ sitesOff: toggled(sitesOff, id, !checked) }));
  });
  pauseTime.addEventListener("click", () => {
    const pausedUntil = Date.now() + PAUSE_MS;
    change(() => ({ pausedUntil }));
  });
  pauseTab.addEventListener("click", () => tab.wish({ paused: true }));
  resume.addEventListener("click", () => {
    change(() => ({ pausedUntil: 0 }));
    tab.wish({ paused: false });
  });

  function renderPause(settings: Settings): void {
    const isWhole = isPaused(settings);
    const isHere = tab.status?.state === "paused" && !isWhole;
    const focused = [pauseTime, pauseTab, resume].find((button) => button === document.activeElement);
    pauseRow.hidden = tab.status === undefined || !settings.on;
    pauseTime.hidden = pauseTab.hidden = isWhole || isHere;
    resume.hidden = !(isWhole || isHere);
    // The tab may follow later than the settings: whenever the focused button goes, the focus stays in its row.
    if (focused?.hidden === true) (resume.hidden ? pauseTime : resume).focus();
    pauseMeans.textContent = isWhole
      ? message("popupPauseMeansTime", clock(settings.pausedUntil))
      : isHere
        ? message("popupPauseMeansTab")
        : "";
  }

  return {
    render({ settings }) {
      const site = tab.status?.site;
      on.checked = settings.on;
      onLabel.textContent = message(settings.on ? "on" : "off");
      hereRow.hidden = site === undefined;
      here.disabled = site === undefined || !settings.on;
      here.checked = site !== undefined && !settings.sitesOff.includes(site.id);
      hereLabel.textContent = site === undefined ? message("popupHere") : message("popupHereNamed", tab.name);
      renderPause(settings);
    },
  };
};
