// One tab, the same in both browsers. Each browser's file gives it a driver; tests see only this.
//
// `driver`: evaluate(expression), hover(x, y), hold(), release(), tap(x, y), press(key), menu(x, y), size(width, height), shot(path), screenshot(path, clip), front(),
// go(url), back(), close(); in Chromium also devtools().
// Must never know of: the extension, the sites.

import assert from "node:assert/strict";
import { PRELUDE } from "./in-page.mjs";
import { PATIENCE, until } from "./patience.mjs";

/** A call as source, so that a page whose CSP forbids `eval` runs it all the same. */
const call = (fn, args) =>
  `(() => { ${PRELUDE}; return (${fn})(${args.map((arg) => JSON.stringify(arg) ?? "undefined").join(", ")}); })()`;

export class Tab {
  #driver;
  /** Console errors and uncaught exceptions of the page and of every script in it. */
  errors;

  constructor(driver, errors) {
    this.#driver = driver;
    this.errors = errors;
  }

  /** Runs `fn` in the page. It sees its arguments and the page, nothing of its own module. */
  evaluate(fn, ...args) {
    return this.#driver.evaluate(call(fn, args));
  }

  /** Waits until `fn` gives a truthy value, and returns it. */
  async until(what, fn, ...args) {
    const value = await this.#settle(fn, args, "Boolean(value)");
    assert.ok(value, `did not happen in time: ${what}`);
    return value;
  }

  /** Waits until `fn` gives `expected`; if it never does, the difference is the error. */
  async untilEqual(what, expected, fn, ...args) {
    const value = await this.#settle(
      fn,
      args,
      `JSON.stringify(value) === ${JSON.stringify(JSON.stringify(expected))}`,
    );
    assert.deepEqual(value, expected, what);
  }

  #settle(fn, args, done) {
    return this.#driver.evaluate(`(async () => {
      const end = performance.now() + ${PATIENCE};
      for (;;) {
        const value = await ${call(fn, args)};
        if (${done} || performance.now() > end) return value;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })()`);
  }

  /** Waits until the tab shows another page. The page that is left cannot be asked to wait for that itself. */
  arrive(path) {
    return until(
      `the tab is at ${path}`,
      async () => (await this.evaluate(() => location.pathname).catch(() => undefined)) === path,
    );
  }

  /** Resolves when what the page has queued up to now is painted. */
  painted() {
    return this.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
    );
  }

  hover({ x, y }) {
    return this.#driver.hover(x, y);
  }

  /** Presses the button of the mouse, and lets it go. */
  hold() {
    return this.#driver.hold();
  }

  release() {
    return this.#driver.release();
  }

  /** Taps with a finger. */
  tap({ x, y }) {
    return this.#driver.tap(x, y);
  }

  press(key) {
    return this.#driver.press(key);
  }

  /** Opens the browser's context menu at a place in the page. */
  menu({ x, y }) {
    return this.#driver.menu(x, y);
  }

  /** Resolves when the page has that size, and has been laid out in it. */
  async size(width, height) {
    await this.#driver.size(width, height);
    await this.untilEqual("the size of the window", [width, height], () => [innerWidth, innerHeight]);
    await this.painted();
  }

  screenshot(path, clip) {
    return this.#driver.screenshot(path, clip);
  }

  front() {
    return this.#driver.front();
  }

  /** DevTools of this tab, in Chromium only. */
  devtools() {
    return this.#driver.devtools();
  }

  /** Goes to another address, and loads it. */
  go(url) {
    return this.#driver.go(url);
  }

  /** Goes back in the history. */
  back() {
    return this.#driver.back();
  }

  close() {
    return this.#driver.close();
  }
}

/** The first of these tabs that has loaded `url`. Each is asked itself: a page that opened by itself may have loaded before anybody listened. */
export async function firstAt(url, tabs) {
  const isThere = (address) => location.href === address && document.readyState === "complete";
  for (const tab of tabs) {
    if (await tab.evaluate(isThere, url).catch(() => false)) return tab;
  }
  return undefined;
}
