// A module of the extension by itself, in Node: for code that needs no page, and for what no browser can be made to do.
//
// In: its path in extension/src. Out: what it exports.
// Must never know of: browsers, pages.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const SOURCE = fileURLToPath(new URL("../../../extension/src/", import.meta.url));

export async function bundled(...paths) {
  const { outputFiles } = await build({
    stdin: { contents: paths.map((path) => `export * from "./${path}";`).join("\n"), resolveDir: SOURCE },
    bundle: true,
    format: "esm",
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
