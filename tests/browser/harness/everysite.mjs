// A copy of the built extension that is allowed on every site with an adapter from the start, those included that it asks for later.
//
// For: tests of what is read on all sites alike. In: dist/, and patterns of further sites. Out: a folder, and the way to remove it. Must never know of: browsers, pages.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { distOf } from "./index.mjs";
import { ADAPTERS } from "./reading.mjs";

export function everySite(kind, further = []) {
  const folder = mkdtempSync(join(tmpdir(), "hypelint-everywhere-"));
  cpSync(distOf(kind), folder, { recursive: true });
  const path = join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const matches = [...ADAPTERS.flatMap(({ hosts }) => hosts), ...further];
  manifest.content_scripts = manifest.content_scripts.map((script) => ({ ...script, matches }));
  manifest.host_permissions = [...new Set(matches.map((pattern) => `${new URL(pattern).origin}/*`))];
  writeFileSync(path, JSON.stringify(manifest));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
