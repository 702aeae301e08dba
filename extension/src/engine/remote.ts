/**
 * The engine in the background, asked over one long-lived port.
 *
 * The background is stopped whenever it has been idle for a while, and the port goes with it: the next question opens a new one, and
 * questions that were under way are asked again. Every question carries the settings that it depends on, so that a background that
 * has just started needs to remember nothing. No keep-alive, and no timer but while an answer is awaited.
 *
 * Knows nothing of pages, and nothing of the Wasm.
 */

import { type Learnt, NOTHING } from "../settings/learnt";
import { type CoreChoices, DEFAULTS, type OwnRule, type RuleChoices } from "../settings/settings";
import { alive, api } from "../shared/browser";
import type { Catalogue, Words } from "../shared/catalogue";
import {
  ENGINE_PORT,
  type Kind,
  type OwnAnswer,
  type Protocol,
  type Report,
  type Response,
} from "../shared/messages";
import { type Engine, Orphaned } from "./engine";
import { decode, type Verdict } from "./verdict";

/**
 * A port that was silent for so long is not used again. Its end is not always told: a page of the extension that listens for popups
 * holds the port open after the background has gone. Browsers stop an idle background after 30 seconds.
 */
const FRESH_MS = 20_000;

/** A port on which nothing came for so long while an answer is awaited has nobody at its other end, whatever the browser says. */
const ANSWER_MS = 3000;

/** A background that drops the same question this often is not asleep but broken. */
const MOST_TRIES = 3;

interface Question {
  readonly message: object;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  tries: number;
}

export class RemoteEngine implements Engine {
  readonly #open = new Map<number, Question>();
  #port: chrome.runtime.Port | undefined;
  #lastUse = 0;
  #awaiting: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;
  #choices = rulesOf(DEFAULTS);
  #edition = NOTHING.edition;
  #catalogue: Catalogue | undefined;
  #words: Words | undefined;

  async score(texts: readonly string[]): Promise<(Verdict | null)[]> {
    const [{ rules }, rows] = await Promise.all([
      this.catalogue(),
      this.#ask("score", { texts: [...texts], rules: this.#choices, edition: this.#edition }),
    ]);
    return rows.map((row) => row && decode(row, rules));
  }

  report(text: string): Promise<Report> {
    return this.#ask("report", { text, rules: this.#choices, edition: this.#edition });
  }

  own(texts: readonly string[], rules: readonly OwnRule[]): Promise<OwnAnswer> {
    return this.#ask("own", { texts: [...texts], rules: [...rules] });
  }

  async catalogue(): Promise<Catalogue> {
    this.#catalogue ??= await this.#ask("catalogue", {});
    return this.#catalogue;
  }

  async words(): Promise<Words> {
    this.#words ??= await this.#ask("words", {});
    return this.#words;
  }

  /** The core's own bytes, for an engine that runs here. */
  async wasm(): Promise<Uint8Array<ArrayBuffer>> {
    return fromBase64(await this.#ask("wasm", {}));
  }

  configure(choices: RuleChoices): void {
    this.#choices = rulesOf(choices);
  }

  /** The background finds the lessons themselves in storage. */
  learn({ edition }: Learnt): void {
    this.#edition = edition;
  }

  /** Lets go of the background until the next question. */
  rest(): void {
    if (this.#open.size === 0) this.#letGo();
  }

  #ask<K extends Kind>(kind: K, body: Protocol[K]["request"]): Promise<Protocol[K]["response"]> {
    return new Promise((resolve, reject) => {
      this.#freshen();
      this.#lastId += 1;
      const id = this.#lastId;
      this.#open.set(id, {
        message: { id, kind, ...body },
        // The background answers each kind with the response of that kind: the one place where the two are tied together.
        resolve: resolve as (answer: unknown) => void,
        reject,
        tries: 0,
      });
      this.#send(id);
    });
  }

  #send(id: number): void {
    const question = this.#open.get(id);
    if (question === undefined) return;
    if (question.tries === MOST_TRIES) {
      this.#open.delete(id);
      question.reject(alive() ? new Error("the background does not answer") : new Orphaned());
      return;
    }
    question.tries += 1;
    try {
      this.#port ??= this.#connect();
      this.#port.postMessage(question.message);
      if (this.#awaiting === undefined) this.#await();
    } catch {
      // Either the extension is gone, or the port was closed without an event (a page that comes back from the back/forward cache).
      this.#port = undefined;
      if (alive()) this.#send(id);
      else this.#orphan();
    }
  }

  /** Silence from now on means that nobody is there. */
  #await(): void {
    clearTimeout(this.#awaiting);
    this.#awaiting = undefined;
    if (this.#open.size === 0) return;
    this.#awaiting = setTimeout(() => {
      this.#awaiting = undefined;
      this.#letGo();
      this.#sendAll();
    }, ANSWER_MS);
  }

  #letGo(): void {
    this.#port?.disconnect();
    this.#port = undefined;
  }

  /** What was asked of a background that is gone is asked again. */
  #sendAll(): void {
    for (const id of [...this.#open.keys()]) this.#send(id);
  }

  #freshen(): void {
    const now = performance.now();
    const stale = now - this.#lastUse > FRESH_MS;
    this.#lastUse = now;
    if (!stale || this.#port === undefined) return;
    this.#letGo();
    this.#sendAll();
  }

  #connect(): chrome.runtime.Port {
    const port = api.runtime.connect({ name: ENGINE_PORT });
    port.onMessage.addListener((response: Response) => {
      this.#lastUse = performance.now();
      const question = this.#open.get(response.id);
      this.#open.delete(response.id);
      this.#await();
      if (question === undefined) return;
      if ("ok" in response) question.resolve(response.ok);
      else question.reject(new Error(response.error));
    });
    port.onDisconnect.addListener(() => {
      // Reading lastError tells Chromium that the end of the port is no surprise.
      void api.runtime.lastError;
      if (this.#port === port) this.#port = undefined;
      this.#sendAll();
    });
    return port;
  }

  #orphan(): void {
    for (const question of this.#open.values()) question.reject(new Orphaned());
    this.#open.clear();
    this.#await();
  }
}

/** All that goes over the port. */
function rulesOf({ disabledRules, strictRules, mildRules }: RuleChoices): CoreChoices {
  return { disabledRules, strictRules, mildRules };
}

/** The browser's own way is there in Firefox, and in Chromium from 140 on. */
declare global {
  interface Uint8ArrayConstructor {
    fromBase64?(base64: string): Uint8Array<ArrayBuffer>;
  }
}

function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  if (Uint8Array.fromBase64 !== undefined) return Uint8Array.fromBase64(base64);
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  // A plain loop: `Uint8Array.from` calls back for each byte, and would hold the page up for fifty milliseconds.
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
