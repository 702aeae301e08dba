/**
 * The content script: starts Hypelint on a site that has an adapter, or that the user has allowed, and ends it when a permission goes. A
 * second copy in the same page does nothing, unless an update has cut the first one off: then it takes its place.
 */

import { alive, api } from "../shared/browser";
import { isRevoked, RESUMED } from "../shared/messages";
import { adapterFor } from "../sites/index";
import { covers } from "../sites/origins";
import { recognise } from "../sites/recognise";
import { listen } from "./events";
import { InsertedSheet } from "./sheet";
import { start } from "./start";

const STARTED = Symbol.for("hypelint");

// This script's own global, which pages do not see.
const own = globalThis as typeof globalThis & {
  [STARTED]?: { readonly alive: () => boolean; readonly stop: () => void };
};

const earlier = own[STARTED];
if (!earlier?.alive()) {
  earlier?.stop();
  const stop = start(document, adapterFor(location.href) ?? recognise(document), new InsertedSheet());
  const listening = new AbortController();
  own[STARTED] = {
    alive,
    stop: () => {
      listening.abort();
      stop();
    },
  };
  api.runtime.onMessage.addListener(function hear(sent: unknown): void {
    if (!isRevoked(sent) || !covers(sent.revoked, new URL(location.href))) return;
    api.runtime.onMessage.removeListener(hear);
    own[STARTED]?.stop();
    delete own[STARTED];
  });
  const resume = ({ persisted }: PageTransitionEvent): void => {
    if (persisted && alive()) void api.runtime.sendMessage(RESUMED);
  };
  listen(window, "pageshow", resume, { signal: listening.signal });
}
