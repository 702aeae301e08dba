/**
 * The background: hosts the core for pages that may not run it themselves, and hands out what only the package holds.
 *
 * It is stopped and started at the browser's will. So it keeps nothing that matters, loads the core only when somebody asks for it,
 * and does no work of its own.
 */

import { followPermissions } from "./allowed";
import { api, reasonOf } from "./browser";
import { loadWords } from "./catalogue";
import { Core } from "./engine/core";
import { idOf, parseRequest } from "./engine/requests";
import { Turns } from "./engine/turns";
import { takeFeedback } from "./feedback";
import { openFirstRun } from "./first-run";
import { ENGINE_PORT, isCardCommand, type Request, type Response } from "./messages";
import { offerCheck } from "./selection-check";
import { handOutSheets } from "./sheets";
import { showStates } from "./toolbar";

/** What one port may have waiting: a page asks again only when it is answered. */
const MOST_WAITING = 5000;
/** What a text costs besides its units. */
const COST_OF_ONE = 500;

let core: Promise<Core> | undefined;
const turns = new Turns<chrome.runtime.Port>();

// Listeners stand before anything is awaited: the browser starts this script in order to deliver an event.
api.runtime.onConnect.addListener((port) => {
  if (port.name !== ENGINE_PORT) return;
  turns.join(port);
  port.onDisconnect.addListener(() => turns.leave(port));
  port.onMessage.addListener(async (sent: unknown) => {
    const id = idOf(sent);
    if (id === undefined) return;
    const response = await respond(port, id, sent);
    try {
      port.postMessage(response);
    } catch {
      // The page went away while it was waiting: nobody is left to answer.
    }
  });
});

api.commands.onCommand.addListener(async (command, tab) => {
  if (!isCardCommand(command) || tab?.id === undefined) return;
  try {
    await api.tabs.sendMessage(tab.id, command);
  } catch {
    // Nothing of ours runs in that tab.
  }
});

followPermissions();
offerCheck();
takeFeedback();
handOutSheets();
showStates();
openFirstRun();

async function respond(port: chrome.runtime.Port, id: number, sent: unknown): Promise<Response> {
  try {
    const request = parseRequest(sent);
    if (request === undefined) throw new Error("the question makes no sense");
    if (turns.waiting(port) > MOST_WAITING) throw new Error("too many questions at once");
    return { id, ok: await answer(port, request) };
  } catch (error) {
    return { id, error: reasonOf(error) };
  }
}

async function answer(port: chrome.runtime.Port, request: Request): Promise<unknown> {
  const inTurn = <T>(text: string, work: (loaded: Core) => Promise<T>): Promise<T> =>
    turns.take(port, text.length + COST_OF_ONE, async () => work(await loadCore()));
  switch (request.kind) {
    case "score": {
      const { texts, disabled } = request;
      return Promise.all(texts.map((text) => inTurn(text, (loaded) => loaded.score(text, disabled))));
    }
    case "report": {
      const { text, disabled } = request;
      return inTurn(text, (loaded) => loaded.report(text, disabled));
    }
    case "catalogue":
      return (await loadCore()).catalogue();
    case "words":
      return loadWords();
    case "wasm":
      return toBase64(await loadBytes());
  }
}

/** A load that failed is tried again by the next question. */
async function loadCore(): Promise<Core> {
  core ??= loadBytes().then((bytes) => Core.load(bytes));
  try {
    return await core;
  } catch (error) {
    core = undefined;
    throw error;
  }
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
