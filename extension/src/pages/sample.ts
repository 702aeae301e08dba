/**
 * The sample page: invented posts, read, marked and explained by the very code that serves the sites.
 *
 * `?theme=dark` or `?theme=light` in the address sets the theme; the button changes it; otherwise the system's is used. Knows
 * nothing of what the posts should be marked as.
 */

import { AdoptedSheet } from "../content/sheet";
import { start } from "../content/start";
import { message } from "../shared/browser";
import type { Adapter } from "../sites/adapter";
import { generic } from "../sites/generic";
import { byId } from "./parts/dom";
import { nameKeys } from "./parts/keys";
import { localise } from "./parts/localise";

const button = byId("theme", HTMLButtonElement);
const system = matchMedia("(prefers-color-scheme: dark)");

localise(document);
void nameKeys(document);
setTheme(new URLSearchParams(location.search).get("theme") ?? (system.matches ? "dark" : "light"));
button.addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));

// The policy of this page is our own, and lets the core run.
const here: Adapter = {
  ...generic,
  id: "sample",
  name: message("sampleTitle"),
  wasm: "allowed",
  author: (post) => post.querySelector(":scope > header b")?.textContent ?? null,
};
start(document, here, new AdoptedSheet(document));

function setTheme(theme: string): void {
  document.documentElement.dataset["theme"] = theme === "dark" ? "dark" : "light";
  button.ariaPressed = String(isDark());
}

function isDark(): boolean {
  return document.documentElement.dataset["theme"] === "dark";
}
