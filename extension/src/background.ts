/**
 * The background: hosts the core for pages that may not run it themselves, and hands out what only the package holds.
 *
 * It is stopped and started at the browser's will. So it keeps nothing that matters, loads the core only when somebody asks for it,
 * and does no work of its own.
 */

import { followPermissions } from "./allowed";
import { api } from "./browser";
import { loadWords } from "./catalogue";
import { Core } from "./engine/core";
import { ENGINE_PORT, NEXT_CARD, type Request, type Response } from "./messages";
import { offerCheck } from "./selection-check";

let core: Promise<Core> | undefined;

// Listeners stand before anything is awaited: the browser starts this script in order to deliver an event.
api.runtime.onConnect.addListener((port) => {
  if (port.name !== ENGINE_PORT) return;
  port.onMessage.addListener(async (request: Request) => {
    const response = await respond(request);
    try {
      port.postMessage(response);
    } catch {
      // The page went away while it was waiting: nobody is left to answer.
    }
  });
});

api.commands.onCommand.addListener(async (command, tab) => {
  if (command !== NEXT_CARD || tab?.id === undefined) return;
  try {
    await api.tabs.sendMessage(tab.id, NEXT_CARD);
  } catch {
    // Nothing of ours runs in that tab.
  }
});

followPermissions();
offerCheck();

async function respond(request: Request): Promise<Response> {
  try {
    return { id: request.id, ok: await answer(request) };
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : String(error) };
  }
}

async function answer(request: Request): Promise<unknown> {
  switch (request.kind) {
    case "score":
      return (await loadCore()).score(request.texts, request.disabled);
    case "report":
      return (await loadCore()).report(request.text, request.disabled);
    case "catalogue":
      return (await loadCore()).catalogue();
    case "words":
      return loadWords();
    case "wasm":
      return toBase64(await loadBytes());
  }
}

function loadCore(): Promise<Core> {
  core ??= loadBytes().then((bytes) => Core.load(bytes));
  return core;
}

async function loadBytes(): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(api.runtime.getURL("hypelint_bg.wasm"));
  return new Uint8Array(await response.arrayBuffer());
}

function toBase64(bytes: Uint8Array): string {
  // In pieces: the arguments of one call are limited.
  const PIECE = 0x8000;
  let binary = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(binary);
}
