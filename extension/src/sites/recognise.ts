/**
 * Chooses the adapter for a page at an address that no list names, by what the page shows. Such a page is only ever read because the
 * user allowed its site.
 */

import type { Adapter } from "./adapter";
import { generic } from "./generic";
import { ADAPTERS } from "./index";

export function recognise(document: Document): Adapter {
  const known = ADAPTERS.find(
    ({ detect }) => detect !== undefined && document.querySelector(detect) !== null,
  );
  // A policy that is stock elsewhere may not be this server's own.
  return known === undefined ? { ...generic, perHost: true } : { ...known, wasm: "unknown" };
}
