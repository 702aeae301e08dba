/**
 * The content script: starts Hypelint on a site that has an adapter. A second copy in the same page does nothing.
 */

import { start } from "./page/start";
import { adapterFor } from "./sites/index";

const STARTED = Symbol.for("hypelint");

// This script's own global, which pages do not see.
const own = globalThis as typeof globalThis & { [STARTED]?: true };

const adapter = adapterFor(location.href);
if (adapter !== undefined && own[STARTED] === undefined) {
  own[STARTED] = true;
  start(document, adapter);
}
