// What Firefox itself shows around the page: its questions to the user, its menus, its keys, its settings. Reached in the browser's own
// window, where its parts are elements like any others.
//
// In: a session of WebDriver BiDi with system access. Out: presses of its buttons, as a hand makes them.
// Must never know of: pages.

import { PATIENCE } from "./patience.mjs";

export async function openUi(session, extension) {
  const { result } = await session.send("browsingContext.getTree", { "moz:scope": "chrome" });
  const context = result.contexts.find(({ url }) => url.endsWith("/browser.xhtml")).context;

  /** Runs `fn` in the browser's window. It sees its arguments and `until`, nothing of its own module. */
  async function run(fn, ...args) {
    const answered = await session.send("script.callFunction", {
      functionDeclaration: `async () => {
        const until = async (what, look) => {
          const end = performance.now() + ${PATIENCE};
          for (;;) {
            const found = await look();
            if (found) return found;
            if (performance.now() > end) throw new Error("did not happen in time: " + what);
            await new Promise((resolve) => requestAnimationFrame(resolve));
          }
        };
        return JSON.stringify(await (${fn})(${args.map((arg) => JSON.stringify(arg)).join(", ")}) ?? null);
      }`,
      awaitPromise: true,
      target: { context },
    });
    if (answered.result.type === "exception") throw new Error(answered.result.exceptionDetails.text);
    return JSON.parse(answered.result.result.value);
  }

  return {
    answer: (button) => run(answer, button),
    choose: (item) => run(choose, item),
    pressKey: (letter) => run(pressKey, letter),
    visit: () => run(visit, extension),
    revoke: (origin) => run(revoke, extension, origin),
    restart: () => run(restart, extension),
    icon: () => run(icon, extension),
    openPrivate: () => run(openPrivate, extension),
  };
}

// Each of these runs in the browser's window.

async function answer(button) {
  const notification = await until("the browser asks", () => {
    const found = document.querySelector("#addon-webext-permissions-notification");
    return document.querySelector("#notification-popup").state === "open" && found?.button && found;
  });
  const asked = notification.textContent;
  const wanted = [notification.button, notification.secondaryButton].find(({ label }) => label === button);
  wanted.click();
  await until("the question is gone", () => document.querySelector("#notification-popup").state === "closed");
  return asked;
}

async function choose(label) {
  const menu = document.querySelector("#contentAreaContextMenu");
  await until("the menu is open", () => menu.state === "open");
  const item = await until(`the item ${label}`, () => menu.querySelector(`menuitem[label="${label}"]`));
  menu.activateItem(item);
  await until("the menu is closed", () => menu.state === "closed");
}

function pressKey(letter) {
  // Where the page has the focus, keys are sent to its process, and this way of sending them is not heard there.
  Services.focus.clearFocus(window);
  const input = Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor);
  input.beginInputTransactionForTests(window, () => true);
  const held = [
    ["Alt", 18],
    ["Shift", 16],
  ].map(([key, keyCode]) => new KeyboardEvent("", { key, code: `${key}Left`, keyCode }));
  const pressed = new KeyboardEvent("", {
    key: letter,
    code: `Key${letter}`,
    keyCode: letter.charCodeAt(0),
  });
  for (const one of [...held, pressed]) input.keydown(one);
  for (const one of [pressed, ...held]) input.keyup(one);
}

/** What a click on the toolbar button grants: this one visit. Its popup would close as soon as the test turns to another tab. */
function visit(id) {
  const { extension } = WebExtensionPolicy.getByID(id);
  extension.tabManager.addActiveTabPermission(gBrowser.selectedTab);
}

/** What the browser's page of extensions does when its switch for a site is turned off. */
async function revoke(id, origin) {
  const { ExtensionPermissions } = ChromeUtils.importESModule(
    "resource://gre/modules/ExtensionPermissions.sys.mjs",
  );
  const { extension } = WebExtensionPolicy.getByID(id);
  await ExtensionPermissions.remove(id, { permissions: [], origins: [origin] }, extension);
}

/** An extension that is not signed goes with the browser: what is left to see is that it starts again with what it had. */
async function restart(id) {
  const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
  const addon = await AddonManager.getAddonByID(id);
  await addon.disable();
  await addon.enable();
}

/** Turns the extension's switch for private windows on, and opens one. */
async function openPrivate(id) {
  const { ExtensionPermissions } = ChromeUtils.importESModule(
    "resource://gre/modules/ExtensionPermissions.sys.mjs",
  );
  const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
  const { extension } = WebExtensionPolicy.getByID(id);
  const permissions = ["internal:privateBrowsingAllowed"];
  await ExtensionPermissions.add(id, { permissions, origins: [] }, extension);
  const addon = await AddonManager.getAddonByID(id);
  await addon.disable();
  await addon.enable();
  await until("it is let in", () => WebExtensionPolicy.getByID(id)?.privateBrowsingAllowed);
  const { BrowserWindowTracker } = ChromeUtils.importESModule(
    "resource:///modules/BrowserWindowTracker.sys.mjs",
  );
  await BrowserWindowTracker.promiseOpenWindow({ private: true });
}

/** The icon of the toolbar button for the tab in front, at its smallest size. */
function icon(id) {
  const { extension } = WebExtensionPolicy.getByID(id);
  const { action } = extension.apiManager.global.browserActionFor(extension);
  const icons = action.getProperty(gBrowser.selectedTab, "icon");
  return icons[Math.min(...Object.keys(icons))];
}
