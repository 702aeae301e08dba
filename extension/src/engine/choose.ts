/**
 * Chooses where the core runs for a page.
 *
 * Firefox lets a content script compile Wasm on every page. Chromium holds it to the page's own policy, and tells the site of a
 * refused attempt: so it is only tried where the site's adapter knows that it is allowed, and an origin that refused once goes to the
 * background for good.
 */

import { api } from "../shared/browser";
import type { Engine } from "./engine";
import { LocalEngine } from "./local";
import { OwnRules } from "./own";
import { RemoteEngine } from "./remote";

const REFUSALS = "wasmRefusedBy";

export async function openEngine(wasm: "allowed" | "unknown", origin: string): Promise<Engine> {
  const remote = new RemoteEngine();
  return new OwnRules(await chooseEngine(wasm, origin, remote), remote);
}

async function chooseEngine(
  wasm: "allowed" | "unknown",
  origin: string,
  remote: RemoteEngine,
): Promise<Engine> {
  if (isFirefox()) return LocalEngine.open(remote);
  // A private window leaves nothing behind, and a refusal would have to be remembered.
  if (wasm !== "allowed" || api.extension.inIncognitoContext) return remote;

  const refusals = await loadRefusals();
  if (refusals.includes(origin)) return remote;
  try {
    return await LocalEngine.open(remote);
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    // Where it cannot be stored, the next page is refused once more, and this one is read.
    await api.storage.local.set({ [REFUSALS]: [...refusals, origin] }).catch(() => undefined);
    return remote;
  }
}

function isFirefox(): boolean {
  return api.runtime.getURL("").startsWith("moz-extension:");
}

async function loadRefusals(): Promise<string[]> {
  const stored: unknown = (await api.storage.local.get(REFUSALS))[REFUSALS];
  return Array.isArray(stored) ? stored.filter((item) => typeof item === "string") : [];
}
