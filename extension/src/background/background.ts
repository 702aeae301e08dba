/**
 * The background: hosts the core for pages that may not run it themselves, and hands out what only the package holds.
 *
 * It is stopped and started at the browser's will. So it keeps nothing that matters, loads the core only when somebody asks for it,
 * and does no work of its own.
 */

import { Core } from "../engine/core";
import { OwnMatcher } from "../engine/own-matcher";
import { idOf, parseRequest } from "../engine/requests";
import { Turns } from "../engine/turns";
import { takeFeedback } from "../settings/feedback";
import { type Learnt, loadLearnt, NOTHING } from "../settings/learnt";
import { followSync } from "../settings/sync";
import { api, reasonOf } from "../shared/browser";
import { loadWords } from "../shared/catalogue";
import { ENGINE_PORT, isCardCommand, type Request, type Response } from "../shared/messages";
import { once } from "../shared/once";
import { keepSession } from "../templates/session";
import { followPermissions } from "./allowed";
import { openFirstRun } from "./first-run";
import { offerHype } from "./menu";
import { offerCheck } from "./selection-check";
import { handOutSheets } from "./sheets";
import { showStates } from "./toolbar";

/** What one port may have waiting: a page asks again only when it is answered. */
const MOST_WAITING = 5000;
/** What a text costs besides its units. */
const COST_OF_ONE = 500;

/** In full where it is asked for: that nothing else is ever fetched can be read off the code, and a test does. */
const fetchCore = () => fetch(api.runtime.getURL("hypelint_bg.wasm"));
const fetchOwn = () => fetch(api.runtime.getURL("own_rules_bg.wasm"));

const loadCore = once(async () => Core.load(await loadBytes(fetchCore)));
/** Only where somebody has rules of their own. */
const loadOwn = once(async () => OwnMatcher.load(await loadBytes(fetchOwn)));

let learnt = NOTHING;
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

api.commands?.onCommand.addListener(async (command, tab) => {
  if (!isCardCommand(command) || tab?.id === undefined) return;
  try {
    await api.tabs.sendMessage(tab.id, command);
  } catch {
    // Nothing of ours runs in that tab.
  }
});

followPermissions();
followSync();
offerCheck();
offerHype();
takeFeedback();
keepSession();
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
  const learned = "edition" in request ? await learntAt(request.edition) : NOTHING;
  const inTurn = <T>(text: string, work: (loaded: Core) => Promise<T>): Promise<T> =>
    turns.take(port, text.length + COST_OF_ONE, async () => {
      const loaded = await loadCore();
      loaded.learn(learned);
      return work(loaded);
    });
  switch (request.kind) {
    case "score": {
      const { texts, rules } = request;
      return Promise.all(texts.map((text) => inTurn(text, (loaded) => loaded.score(text, rules))));
    }
    case "report": {
      const { text, rules } = request;
      return inTurn(text, (loaded) => loaded.report(text, rules));
    }
    case "own": {
      const { texts, rules } = request;
      const cost = texts.reduce((sum, text) => sum + text.length, COST_OF_ONE);
      return turns.take(port, cost, async () => (await loadOwn()).find(texts, rules));
    }
    case "catalogue":
      return (await loadCore()).catalogue();
    case "words":
      return loadWords();
    case "wasm":
      return toBase64(await loadBytes(fetchCore));
  }
}

/** The lessons of an edition; where others have taken their place, those: the page is about to hear of them. */
async function learntAt(edition: string): Promise<Learnt> {
  if (edition === NOTHING.edition) return NOTHING;
  if (edition !== learnt.edition) learnt = (await loadLearnt()).learnt;
  return learnt;
}

async function loadBytes(fetchModule: () => ReturnType<typeof fetch>): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetchModule();
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
