// Firefox through Puppeteer: starts it, installs the extension, and gives tabs.
//
// Must never know of: what the tests look at.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { VIEW } from "./chromium.mjs";
import { openUi } from "./firefox-ui.mjs";
import { answer } from "./pages.mjs";
import { until } from "./patience.mjs";
import { firstAt, Tab } from "./tab.mjs";

/** Firefox gives each installed extension an address of its own by chance; a test has to know it beforehand. */
const HOST = "7b3d1f0e-5a52-4c6e-9d0a-2f6f5e1c8a41";

/** A profile of its own, a copy of one that Firefox has started with: to set up a new one takes longer than all else of a start. */
async function makeProfile(executable) {
  // Another Firefox would have to change it first.
  const version = Math.round(statSync(realpathSync(executable)).mtimeMs);
  const used = fileURLToPath(new URL(`../../../target/test/firefox-profile-${version}`, import.meta.url));
  if (!existsSync(used)) {
    const made = `${used}-${process.pid}`;
    mkdirSync(made, { recursive: true });
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: executable,
      userDataDir: made,
      enableExtensions: true,
    });
    const tab = await browser.newPage();
    await tab.goto("about:blank");
    await browser.close();
    // At once, so that nobody finds half of it; and who comes second has made the same.
    try {
      renameSync(made, used);
    } catch {
      rmSync(made, { recursive: true });
    }
  }
  const profile = mkdtempSync(join(tmpdir(), "hypelint-firefox-"));
  cpSync(used, profile, { recursive: true });
  return profile;
}

/** `file` is what is installed: the extension's folder, or its package. `ui` opens the browser's own windows to the test. `dark`: the system's theme. `downloads`: the folder that files are saved to. */
export async function startFirefox({
  executable,
  extension,
  file = extension,
  sink,
  headless,
  view = VIEW,
  ui = false,
  dark = false,
  downloads,
}) {
  const manifest = JSON.parse(readFileSync(join(extension, "manifest.json"), "utf8"));
  const id = manifest.browser_specific_settings.gecko.id;
  const profile = await makeProfile(executable);
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: executable,
    userDataDir: profile,
    headless,
    enableExtensions: true,
    args: ["--remote-allow-system-access"], // else pages at moz-extension:// cannot be reached
    defaultViewport: headless ? view : null,
    extraPrefsFirefox: {
      "extensions.webextensions.uuids": JSON.stringify({ [id]: HOST }),
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": sink.port,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": sink.port,
      "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1,
      ...(downloads && {
        "browser.download.folderList": 2,
        "browser.download.dir": downloads,
        "browser.download.alwaysOpenPanel": false,
      }),
      // A page without an icon is asked for one, which its policy may forbid.
      "browser.chrome.site_icons": false,
      // Conditions are asked for in tabs behind, too, where timers would come once a second.
      "dom.min_background_timeout_value": 20,
      "dom.min_background_timeout_value_without_budget_throttling": 20,
      // An idle background ends soon, so that `stopBackground` need not wait for half a minute; but not between two steps of a test: what
      // comes while it ends may not reach it.
      "extensions.background.idle.timeout": 2000,
    },
  });
  const install = () => browser.installExtension(file);
  await install();
  const root = `moz-extension://${HOST}/`;

  // To open a tab behind takes Firefox a second: one is always opened ahead.
  const openBehind = () => {
    const opening = browser.newPage({ background: true });
    opening.catch(() => undefined); // the browser was closed meanwhile
    return opening;
  };
  let spare = openBehind();

  function tabFor(page) {
    const errors = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    return new Tab(
      {
        evaluate: (expression) => page.evaluate(expression),
        hover: (x, y) => page.mouse.move(x, y),
        hold: () => page.mouse.down(),
        release: () => page.mouse.up(),
        tap: (x, y) => page.touchscreen.tap(x, y),
        press: async (keys) => {
          const held = keys.split("+");
          const last = held.pop();
          for (const key of held) await page.keyboard.down(key);
          await page.keyboard.press(last);
          for (const key of held) await page.keyboard.up(key);
        },
        menu: (x, y) => page.mouse.click(x, y, { button: "right" }),
        size: (width, height) => page.setViewport({ width, height }),
        screenshot: (path, clip) => page.screenshot({ path, clip }),
        front: () => page.bringToFront(),
        go: (url) => page.goto(url),
        back: () => page.goBack({ waitUntil: [] }),
        close: () => page.close(),
      },
      errors,
    );
  }

  async function show(tab, page) {
    await tab.setRequestInterception(true);
    tab.on("request", (request) => {
      const told = answer(page, request.url(), request.isNavigationRequest());
      // A request of a tab that is being closed can no longer be answered, and needs no answer.
      (told ? request.respond(told) : request.continue()).catch(() => undefined);
    });
    if (page.preload) await tab.evaluateOnNewDocument(page.preload);
    const wrapped = tabFor(tab);
    await tab.goto(page.url, { waitUntil: "load" });
    return wrapped;
  }

  const windows = ui ? await openUi(browser.connection, id) : undefined;

  const started = {
    kind: "firefox",

    open: async (page) => show(await browser.newPage(), page),

    /** Lets the extension into private windows, and opens `page` in one. */
    async openPrivately(page) {
      const before = await browser.pages();
      await windows.openPrivate();
      const tab = await until("a private window is open", async () => {
        const pages = await browser.pages();
        return pages.find((one) => !before.includes(one));
      });
      // A window that the browser opens by itself gets its size when it gets round to it.
      if (headless) await tab.setViewport(view);
      // Behind the first window it would be hidden, and a hidden page gets frames every few seconds.
      await tab.bringToFront();
      return show(tab, page);
    },

    async extensionPage(path, { behind = false } = {}) {
      const tab = await (behind ? spare : browser.newPage());
      if (behind) spare = openBehind();
      // The load of a moz-extension:// page is never told of, though it happens: ask the page itself.
      tab.goto(root + path, { timeout: 1 }).catch(() => undefined);
      const wrapped = tabFor(tab);
      await until(
        `${root}${path} is loaded`,
        () =>
          wrapped
            .evaluate(
              (address) => location.href.startsWith(address) && document.readyState === "complete",
              root + path,
            )
            .catch(() => false), // the context of about:blank goes away in the middle of the question
      );
      return wrapped;
    },

    async opened(path) {
      return until(`${path} is open`, async () => {
        const pages = await browser.pages();
        return firstAt(root + path, pages.map(tabFor));
      });
    },

    /** Waits until the browser has ended the idle background. */
    async stopBackground() {
      const tab = await this.extensionPage("options.html", { behind: true });
      await tab.until("the background has ended", () => {
        const views = globalThis.browser.extension.getViews();
        return !views.some(({ location }) => location.pathname.includes("background"));
      });
      await tab.close();
    },

    answer: (button) => windows.answer(button),
    choose: (item) => windows.choose(item),
    pressKey: (letter) => windows.pressKey(letter),
    /** Grants this visit to the tab in front, as a click on the toolbar button does. */
    visit: () => windows.visit(),
    revoke: (origin) => windows.revoke(origin),
    icon: () => windows.icon(),
    async restart() {
      await windows.restart();
      return started;
    },
    /** Installs the extension again: what an update does. */
    install,
    uninstall: () => browser.uninstallExtension(id),

    closed: new Promise((resolve) => browser.on("disconnected", resolve)),
    close: async () => {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
  return started;
}
