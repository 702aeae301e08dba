/**
 * The sites: those that the extension is made for, each with a switch, and those that the user allowed, each with a button that takes it back.
 */

import { toggled } from "../../settings/settings";
import { api, message } from "../../shared/browser";
import { ADAPTERS, siteOf } from "../../sites/index";
import { allowedOrigins } from "../../sites/origins";
import { byId, make, makeButton, makeLabel, makeSwitch } from "../parts/dom";
import { plural } from "../parts/localise";
import type { MakeSection } from "./section";

export const makeSites: MakeSection = (change) => {
  const inputs = listSites(byId("sites", HTMLElement));
  for (const [id, input] of inputs) {
    input.addEventListener("change", () => {
      const { checked } = input;
      change(({ sitesOff }) => ({ sitesOff: toggled(sitesOff, id, !checked) }));
    });
  }
  api.permissions.onAdded.addListener(listAllowed);
  api.permissions.onRemoved.addListener(listAllowed);
  void listAllowed();

  return {
    render({ sitesOff }) {
      for (const [id, input] of inputs) input.checked = !sitesOff.includes(id);
    },
  };
};

/** One list of the sites that stand for themselves; one of its own, folded, for each adapter that serves many hosts. */
function listSites(element: HTMLElement): Map<string, HTMLInputElement> {
  const inputs = new Map<string, HTMLInputElement>();
  const single = make("ul", "settings columns");
  element.append(single);
  for (const adapter of ADAPTERS) {
    let items = single;
    if (adapter.perHost) {
      items = make("ul", "settings columns");
      const count = make("span", "count", plural("sites", adapter.hosts.length));
      element.append(make("details", "family", make("summary", "", adapter.name, count), items));
    }
    for (const pattern of adapter.hosts) {
      const { id, name } = siteOf(adapter, new URL(pattern).hostname);
      if (inputs.has(id)) continue;
      const input = makeSwitch(`site-${id}`);
      items.append(make("li", "", makeLabel(input, name), input));
      inputs.set(id, input);
    }
  }
  return inputs;
}

/** The browser keeps this list; a site goes from it at once. */
async function listAllowed(): Promise<void> {
  const origins = await allowedOrigins();
  const listed = byId("allowed", HTMLElement);
  const hadFocus = listed.contains(document.activeElement);
  byId("allowed-sites", HTMLElement).hidden = origins.length === 0;
  listed.replaceChildren(
    ...origins.map((origin) => {
      const name = origin.replace(/^https:\/\/|\/\*$/g, "");
      const stop = makeButton(
        message("optionsStop"),
        () => void api.permissions.remove({ origins: [origin] }),
      );
      stop.ariaLabel = message("optionsStopNamed", name);
      return make("li", "", make("span", "", name), stop);
    }),
  );
  if (hadFocus)
    (listed.querySelector("button") ?? document.querySelector<HTMLElement>("#sites input"))?.focus();
}
