// The core in Node, loaded as the extension loads it.

import { readFileSync } from "node:fs";

const WEB = new URL("../target/web/", import.meta.url);

/** Loads the module and gives a function from a text to the numbers of its verdict. */
export async function loadCore() {
  const core = await import(new URL("hypelint.js", WEB));
  const { memory } = core.initSync({ module: readFileSync(new URL("hypelint_bg.wasm", WEB)) });
  const encoder = new TextEncoder();
  const score = (text) => {
    let at = 0;
    for (;;) {
      const { read, written } = encoder.encodeInto(at === 0 ? text : text.substring(at), core.input());
      const last = at + read >= text.length;
      at += core.feed(written, last);
      if (last) return core.verdict();
    }
  };
  return { score, memory };
}
