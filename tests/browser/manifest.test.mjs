// What is asked for at installation, and what a page can reach: read from the built manifests.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { KINDS, shippedOf } from "./harness/index.mjs";
import { PAGES } from "./harness/pages.mjs";

/** The sites that are served, each of them named in full. */
const HOSTS = new Set([
  "x.com",
  "mobile.x.com",
  "pro.x.com",
  "twitter.com",
  "mobile.twitter.com",
  "bsky.app",
  "reddit.com",
  "www.reddit.com",
  "sh.reddit.com",
  "old.reddit.com",
  "stocktwits.com",
  "www.stocktwits.com",
  "www.binance.com",
  "news.ycombinator.com",
  "www.youtube.com",
  "www.linkedin.com",
  "www.threads.com",
  "www.threads.net",
  "farcaster.xyz",
  "warpcast.com",
  "coinmarketcap.com",
  "substack.com",
  "primal.net",
]);

/** Asked for by one click in the popup, when there. */
const PRIVATE = new Set(["web.telegram.org", "discord.com"]);

/** TradingView has a host for each language. */
const EDITION = /^https:\/\/(?:www|[a-z]{2})\.tradingview\.com\/\*$/;

const isNamed = (pattern) => HOSTS.has(new URL(pattern).hostname) || EDITION.test(pattern);

/** A Mastodon server: the only sites that are a list of many. */
const SERVER = /^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+\/\*$/;

for (const kind of KINDS) {
  describe(kind, () => {
    const dist = shippedOf(kind);
    const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));
    const matches = manifest.content_scripts.flatMap((script) => script.matches);

    test("asks for the listed hosts and for what shows no warning, and for nothing else", () => {
      assert.equal(manifest.manifest_version, 3);
      assert.deepEqual(manifest.permissions, ["storage", "contextMenus", "activeTab", "scripting"]);
      const origins = new Set(matches.map((pattern) => `${new URL(pattern).origin}/*`));
      assert.deepEqual([...manifest.host_permissions].sort(), [...origins].sort());
    });

    test("what can be asked for later: another site", () => {
      assert.equal(manifest.optional_permissions, undefined);
      assert.deepEqual(manifest.optional_host_permissions, ["*://*/*"]);
    });

    test("names every host in full", () => {
      for (const pattern of matches) {
        assert.match(pattern, /^https:\/\/[^*/]+\//, "no wildcard in scheme or host");
        assert.ok(isNamed(pattern) || SERVER.test(pattern), pattern);
      }
      assert.ok(
        matches.filter((pattern) => !isNamed(pattern)).length < 40,
        "the Mastodon servers are a short list",
      );
    });

    test("runs on every page of the tests by the patterns that are shipped, but where people write privately", () => {
      for (const { url } of PAGES) {
        const serves = (pattern) =>
          new RegExp(`^${pattern.replace(/[.?+]/g, "\\$&").replaceAll("*", ".*")}$`).test(url);
        assert.equal(matches.some(serves), !PRIVATE.has(new URL(url).hostname), url);
      }
    });

    test("opens no door to pages, and carries nothing for tests", () => {
      assert.equal(manifest.externally_connectable, undefined);
      assert.equal(manifest.web_accessible_resources, undefined);
      assert.doesNotMatch(JSON.stringify(manifest), /localhost|127\.0\.0\.1|\.example\b|\btests?\b/i);
      const csp = manifest.content_security_policy?.extension_pages ?? "";
      assert.doesNotMatch(csp, /'unsafe-eval'|'unsafe-inline'|https?:/);
      for (const directive of ["default-src", "base-uri", "form-action", "frame-ancestors"])
        assert.match(csp, new RegExp(`(?:^|; )${directive} 'none'(?:;|$)`), directive);
    });

    test("every file that the manifest names is there", () => {
      const files = [
        manifest.action.default_popup,
        manifest.options_ui?.page ?? manifest.options_page,
        ...(manifest.background.service_worker
          ? [manifest.background.service_worker]
          : manifest.background.scripts),
        ...manifest.content_scripts.flatMap(({ js = [], css = [] }) => [...js, ...css]),
        ...Object.values(manifest.icons),
        "sample.html",
        "check.js",
        "hypelint_bg.wasm",
        "own_rules_bg.wasm",
        "catalogue/en.json",
      ];
      for (const name of files) assert.ok(existsSync(join(dist, name)), name);
      assert.equal(manifest.action.default_popup, "popup.html");
    });
  });
}
