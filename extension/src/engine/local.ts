/**
 * The engine in this very page: the core runs in the content script, and no text leaves the page's process, but
 * for the first words of posts that something speaks for (templates/notes.ts).
 *
 * The core's bytes come once, over the port, from the background. They could be fetched straight from the package only if the file
 * were web accessible, and then every page on these sites could ask for it and learn that the extension is installed. Base64 costs a
 * few milliseconds for about a hundred kilobytes, once a page, works alike in both browsers, and leaves nothing open.
 */

import type { Learnt } from "../settings/learnt";
import { DEFAULTS, type RuleChoices } from "../settings/settings";
import type { Catalogue, Words } from "../shared/catalogue";
import type { Report } from "../shared/messages";
import { Core } from "./core";
import type { Engine } from "./engine";
import type { RemoteEngine } from "./remote";
import { decode, type Verdict } from "./verdict";

export class LocalEngine implements Engine {
  readonly #core: Core;
  readonly #catalogue: Catalogue;
  readonly #remote: RemoteEngine;
  #choices: RuleChoices = DEFAULTS;

  private constructor(core: Core, catalogue: Catalogue, remote: RemoteEngine) {
    this.#core = core;
    this.#catalogue = catalogue;
    this.#remote = remote;
  }

  /** Throws a CompileError where the page's policy forbids Wasm. */
  static async open(remote: RemoteEngine): Promise<LocalEngine> {
    const bytes = await remote.wasm();
    remote.rest();
    const core = await Core.load(bytes);
    return new LocalEngine(core, await core.catalogue(), remote);
  }

  async score(texts: readonly string[]): Promise<(Verdict | null)[]> {
    const choices = this.#choices;
    const verdicts: (Verdict | null)[] = [];
    for (const text of texts) {
      const row = await this.#core.score(text, choices);
      verdicts.push(row && decode(row, this.#catalogue.rules));
    }
    return verdicts;
  }

  report(text: string): Promise<Report> {
    return this.#core.report(text, this.#choices);
  }

  async catalogue(): Promise<Catalogue> {
    return this.#catalogue;
  }

  async words(): Promise<Words> {
    const words = await this.#remote.words();
    this.#remote.rest();
    return words;
  }

  configure(choices: RuleChoices): void {
    this.#choices = choices;
  }

  learn(learnt: Learnt): void {
    this.#core.learn(learnt);
  }
}
