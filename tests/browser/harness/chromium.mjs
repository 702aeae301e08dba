// Chromium through Playwright: starts it with the extension, and gives tabs.
//
// Must never know of: what the tests look at.

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { openUi, UI_ARGUMENTS } from "./chromium-ui.mjs";
import { answer } from "./pages.mjs";
import { until } from "./patience.mjs";
import { firstAt, Tab } from "./tab.mjs";

export const VIEW = { width: 1000, height: 3600 };

/** A fresh profile in which Chromium opens no connections ahead of time: they would look like requests. */
function makeProfile() {
  const profile = mkdtempSync(join(tmpdir(), "hypelint-chromium-"));
  mkdirSync(join(profile, "Default"));
  const preferences = { net: { network_prediction_options: 2 } };
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  return profile;
}

/** The id that Chromium gives to an unpacked extension. */
function idOf(folder) {
  const digits = createHash("sha256").update(folder).digest("hex").slice(0, 32);
  return [...digits].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join("");
}

/**
 * `installed: false` leaves the installation to a later `install()`. `ui` opens the browser's own windows to the test; the extension is
 * then loaded in the one way that remembers its permissions when the browser starts again. `dark`: the system's theme. `downloads`: the folder
 * that files are saved to.
 */
export async function startChromium({
  executable,
  extension,
  sink,
  headless,
  view = VIEW,
  installed = true,
  ui = false,
  dark = false,
  downloads,
  profile = makeProfile(),
}) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    headless: false, // Playwright's own switch starts a shell without extensions; the argument below is Chromium's
    proxy: { server: `http://127.0.0.1:${sink.port}` },
    viewport: headless ? view : null,
    colorScheme: dark ? "dark" : "light",
    ignoreDefaultArgs: ["--disable-extensions", "--disable-back-forward-cache"], // Playwright's defaults
    args: [
      ...(headless ? ["--headless=new"] : []),
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...(ui
        ? [...UI_ARGUMENTS, `--load-extension=${extension}`, `--disable-extensions-except=${extension}`]
        : []),
      "--enable-unsafe-extension-debugging", // lets DevTools load the extension, at any time
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-quic",
      "--no-first-run",
    ],
  });
  const devtools = await context.browser().newBrowserCDPSession();
  if (downloads)
    await devtools.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });
  const windows = ui ? await openUi(profile) : undefined;
  let root = ui ? `chrome-extension://${idOf(extension)}/` : undefined;
  const install = async () => {
    const { id } = await devtools.send("Extensions.loadUnpacked", { path: extension });
    root = `chrome-extension://${id}/`;
  };
  if (installed && !ui) await install();

  const targets = async () => (await devtools.send("Target.getTargets", { filter: [{}] })).targetInfos;

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
        tap: async (x, y) => {
          const session = await context.newCDPSession(page);
          await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
          await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
          await session.detach();
        },
        press: (key) => page.keyboard.press(key),
        menu: (x, y) => page.mouse.click(x, y, { button: "right" }),
        size: (width, height) => page.setViewportSize({ width, height }),
        screenshot: (path, clip) => page.screenshot({ path, clip }),
        front: () => page.bringToFront(),
        devtools: () => context.newCDPSession(page),
        // A page that comes out of the back/forward cache is not loaded.
        go: (url) => page.goto(url),
        back: () => page.goBack({ waitUntil: "commit" }),
        close: () => page.close(),
      },
      errors,
    );
  }

  async function show(tab, page) {
    await tab.route(/^https?:/, (route) => {
      const request = route.request();
      const told = answer(page, request.url(), request.isNavigationRequest());
      return told ? route.fulfill(told) : route.continue();
    });
    if (page.preload) await tab.addInitScript(page.preload);
    const wrapped = tabFor(tab);
    await tab.goto(page.url, { waitUntil: "load" });
    return wrapped;
  }

  return {
    kind: "chromium",

    /** Opens `page` of tests/pages at its own address, in front. */
    open: async (page) => show(await context.newPage(), page),

    /** Lets the extension into private windows, and opens `page` in one. */
    async openPrivately(page) {
      const settings = await context.newPage();
      await settings.goto("chrome://extensions/");
      await settings.evaluate(async (extensionId) => {
        const { developerPrivate } = globalThis.chrome;
        // Or an extension from a folder would not start again.
        await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
        await developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });
      }, new URL(root).host);
      // The browser starts the extension anew for that.
      await until("the extension is back, and let in", async () => {
        await settings.goto(`${root}options.html`).catch(() => undefined);
        return settings
          .evaluate(() => globalThis.chrome.extension?.isAllowedIncognitoAccess())
          .catch(() => false);
      });
      const opened = context.waitForEvent("page");
      await settings.evaluate(() =>
        globalThis.chrome.windows.create({ incognito: true, url: "about:blank" }),
      );
      const tab = await opened;
      await settings.close();
      return show(tab, page);
    },

    /** Opens a page of the extension. `behind`: the tab in front stays in front, as it does behind a popup. */
    async extensionPage(path, { behind = false } = {}) {
      const opened = context.waitForEvent("page");
      await devtools.send("Target.createTarget", { url: root + path, background: behind });
      const tab = await opened;
      // Asked of the page itself: a page behind may have loaded before anybody listened.
      const loaded = (of) => location.href.startsWith(of) && document.readyState === "complete";
      await until(`${path} has loaded`, () => tab.evaluate(loaded, root).catch(() => false));
      return tabFor(tab);
    },

    /** A page of the extension that opens by itself. */
    async opened(path) {
      return until(`${path} is open`, async () => {
        const pages = context.pages();
        return firstAt(root + path, pages.map(tabFor));
      });
    },

    /** Ends the background worker, as the browser does with an idle one. */
    async stopBackground() {
      const ofTab = await context.newCDPSession(context.pages()[0]);
      await ofTab.send("ServiceWorker.enable");
      const stopped = new Promise((resolve) => {
        ofTab.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
          if (versions.some((version) => version.runningStatus === "stopped")) resolve();
        });
      });
      await ofTab.send("ServiceWorker.stopAllWorkers");
      await stopped;
      await ofTab.detach();
    },

    /** Installs the extension; where it is installed already, this is what an update does. */
    install,

    answer: (button) => windows.answer(button),
    choose: (item) => windows.choose(item),
    pressKey: (letter) => windows.pressKey(letter),

    /** Clicks the toolbar button for this tab, which opens the browser's own popup, and closes that again. */
    async visit(tab) {
      const url = await tab.evaluate(() => location.href);
      const found = (await targets()).find((target) => target.type === "tab" && target.url === url);
      const id = new URL(root).host;
      await devtools.send("Extensions.triggerAction", { id, targetId: found.targetId });
      const popup = await until("the popup is open", async () =>
        (await targets()).find(
          ({ type, url: address }) => type === "page" && address === `${root}popup.html`,
        ),
      );
      await devtools.send("Target.closeTarget", { targetId: popup.targetId });
    },

    /** Takes a site back where the browser lists the extension's permissions. */
    async revoke(origin) {
      const settings = await context.newPage();
      await settings.goto("chrome://extensions/");
      await settings.evaluate(
        // Sites of the manifest are taken back all together, by the choice to be read at a click only.
        ([id, host]) =>
          globalThis.chrome.developerPrivate.removeHostPermission(id, host).catch(() =>
            globalThis.chrome.developerPrivate.updateExtensionConfiguration({
              extensionId: id,
              hostAccess: "ON_CLICK",
            }),
          ),
        [new URL(root).host, origin],
      );
      await settings.close();
    },

    /** Closes the browser, and starts it again as the user left it. */
    async restart() {
      windows.close();
      await context.close();
      return startChromium({
        executable,
        extension,
        sink,
        headless,
        view,
        installed,
        ui,
        dark,
        downloads,
        profile,
      });
    },

    uninstall: () => devtools.send("Extensions.uninstall", { id: new URL(root).hostname }),

    /** DevTools of the browser as a whole. */
    devtools,

    /** Every call into a script of the extension while `run` runs: by an event, an observer, a frame or a timer, anywhere; and its milliseconds of work. */
    async calls(run) {
      const calls = [];
      const collect = ({ value }) => {
        calls.push(
          ...value.filter(({ name, args }) => name === "FunctionCall" && args.data?.url?.startsWith(root)),
        );
      };
      devtools.on("Tracing.dataCollected", collect);
      await devtools.send("Tracing.start", {
        transferMode: "ReportEvents",
        traceConfig: { includedCategories: ["devtools.timeline"] },
      });
      await run();
      const complete = new Promise((resolve) => devtools.once("Tracing.tracingComplete", resolve));
      await devtools.send("Tracing.end");
      await complete;
      devtools.off("Tracing.dataCollected", collect);
      return calls.map(({ args, tdur = 0 }) => ({ name: args.data.functionName, work: tdur / 1000 }));
    },

    closed: new Promise((resolve) => context.on("close", resolve)),
    async close() {
      windows?.close();
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
