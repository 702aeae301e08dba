// The core, loaded as the extension loads it; in Node and in a page alike.

let loaded = 0;

/** Loads the module from its bytes, each time anew, and gives a function from a text to the numbers of its verdict. */
export async function loadCore(bytes) {
  loaded += 1;
  const core = await import(`../target/web/hypelint.js?${loaded}`);
  const { memory } = core.initSync({ module: bytes });
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
