/**
 * The content script: starts Hypelint on a site that has an adapter. A second copy in the same page does nothing, unless an update
 * has cut the first one off: then it takes its place.
 */

import { alive } from "./browser";
import { start } from "./page/start";
import { adapterFor } from "./sites/index";

const STARTED = Symbol.for("hypelint");

// This script's own global, which pages do not see.
const own = globalThis as typeof globalThis & {
  [STARTED]?: { readonly alive: () => boolean; readonly stop: () => void };
};

const adapter = adapterFor(location.href);
const earlier = own[STARTED];
if (adapter !== undefined && !earlier?.alive()) {
  earlier?.stop();
  own[STARTED] = { alive, stop: start(document, adapter) };
}
