/**
 * What stands in the way of reading this page, and what the user can do about it: reload it, allow its site or take that back, or report a
 * layout that is not understood.
 */

import { toggled } from "../../settings/settings";
import { api, message } from "../../shared/browser";
import { ADAPTERS, adapterFor, siteOf } from "../../sites/index";
import { patternFor } from "../../sites/origins";
import { byId } from "../parts/dom";
import { list } from "../parts/localise";
import { reportOf } from "../parts/report";
import type { Store } from "../parts/store";
import type { MakeSection } from "./section";
import type { FrontTab } from "./tab";

export const makeNotice: MakeSection = ({ tab, change }) => {
  const site = byId("site", HTMLElement);
  const notice = byId("notice", HTMLElement);
  const text = byId("notice-text", HTMLElement);
  const reload = byId("reload", HTMLButtonElement);
  const read = byId("read", HTMLButtonElement);
  const readMeans = byId("read-means", HTMLElement);
  const sites = byId("sites", HTMLElement);
  const siteNames = byId("site-names", HTMLElement);
  const report = byId("report", HTMLDetailsElement);
  const reportText = byId("report-text", HTMLTextAreaElement);
  const copy = byId("copy", HTMLButtonElement);
  const allowed = byId("allowed", HTMLElement);
  const stop = byId("stop", HTMLButtonElement);
  const stopMeans = byId("stop-means", HTMLElement);

  reload.addEventListener("click", () => {
    if (tab.id !== undefined) void api.tabs.reload(tab.id);
    window.close();
  });
  read.addEventListener("click", () => {
    const { url } = tab;
    if (url === undefined) return;
    // The background does the rest: the browser may close this popup to ask its question.
    void api.permissions.request({ origins: [patternFor(url)] });
    const adapter = adapterFor(url.href);
    const id = adapter === undefined ? url.hostname : siteOf(adapter, url.hostname).id;
    change(({ sitesOff }) => ({ sitesOff: toggled(sitesOff, id, false) }));
  });
  stop.addEventListener("click", () => {
    if (tab.url !== undefined) void api.permissions.remove({ origins: [patternFor(tab.url)] });
  });
  report.addEventListener("toggle", () => {
    // The user sees all of it at once.
    reportText.style.height = `${reportText.scrollHeight + 2}px`;
  });
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(reportText.value);
    copy.textContent = message("popupCopied");
  });

  return {
    render(store) {
      const { status, name } = tab;
      const says = noticeText(tab, store);
      site.textContent = name;
      notice.hidden = says === undefined;
      text.textContent = says ?? "";
      reload.hidden = !tab.waitsForReload;
      read.hidden = readMeans.hidden = tab.toAllow === undefined;
      readMeans.textContent = message("popupReadMeans", name);
      sites.hidden = tab.state !== "unread" || tab.isClosed || tab.waitsForReload;
      siteNames.textContent = list(ADAPTERS.map((adapter) => adapter.name));
      allowed.hidden = tab.allowed === undefined;
      stopMeans.textContent = message("popupStopMeans", name);
      report.hidden = status?.layout === undefined;
      if (status?.layout === undefined) return;
      const { version } = api.runtime.getManifest();
      const host = tab.url?.hostname ?? status.site.name;
      reportText.value = reportOf(status.layout, { version, host });
    },
  };
};

function noticeText(tab: FrontTab, { problem, refused }: Store): string | undefined {
  const { status, state } = tab;
  if (refused !== undefined) return message("noticeRefused", refused);
  if (problem || status?.settingsProblem === true) return message("noticeDefaults");
  if (status?.state === "failed") return message("noticeFailed", status.reason ?? "");
  if (tab.waitsForReload) return message("noticeReload");
  if (status?.skipped === true) return message("noticeSkipped");
  if (status?.layout !== undefined) return message("noticeNotUnderstood", tab.name);
  if (state === "unread" && tab.isClosed) return message("noticeClosed");
  if (state === "unread") return message("noticeUnsupported");
  return undefined;
}
