// What Chromium itself shows around the page: its questions to the user, its menus. Reached as a tree of views, by its UI DevTools.
//
// In: the port that the browser wrote into its profile. Out: what is written there, and presses of its buttons, by the mouse events that
// a hand makes. Must never know of: pages, the extension.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import WebSocket from "ws";
import { until } from "./patience.mjs";

export const UI_ARGUMENTS = [
  "--enable-ui-devtools=0",
  "--enable-features=ui-debug-tools-enable-synthetic-events",
];

/** A press within half a second after a dialog has come, or after another press, counts as a slip of the hand. */
const CALM = 600;

/** As Chromium numbers them. */
const KEYS = { Enter: 13, Up: 38 };
const [SHIFT, ALT] = [2, 8];

export async function openUi(profile) {
  const [port] = readFileSync(join(profile, "UIDevToolsActivePort"), "utf8").split("\n");
  const socket = new WebSocket(`ws://127.0.0.1:${port}/0`);
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  const waiting = new Map();
  let lastId = 0;
  socket.on("message", (data) => {
    const { id, result, error } = JSON.parse(data);
    waiting.get(id)?.(error ? Promise.reject(new Error(error.message)) : result);
    waiting.delete(id);
  });
  const send = (method, params = {}) =>
    new Promise((resolve) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      socket.send(JSON.stringify({ id: lastId, method, params }));
    });
  await send("DOM.enable");

  /** Every view under `view` whose class is `name`. */
  const all = (view, name) => [
    ...(view.attributes?.[1] === name ? [view] : []),
    ...(view.children ?? []).flatMap((child) => all(child, name)),
  ];

  /** What a view says of itself under these names. */
  async function valuesOf({ nodeId }, ...names) {
    // A view may go while it is looked at.
    const styles = await send("CSS.getMatchedStylesForNode", { nodeId }).catch(() => undefined);
    const properties = styles?.matchedCSSRules.flatMap(({ rule }) => rule.style.cssProperties) ?? [];
    return names.map((wanted) => properties.find(({ name }) => name === wanted)?.value ?? "");
  }

  const textOf = async (view) => (await valuesOf(view, "Text"))[0];

  async function textsOf(view, labels) {
    const texts = await Promise.all(labels.flatMap((label) => all(view, label)).map(textOf));
    return texts.filter((text) => text !== "");
  }

  async function press({ nodeId }) {
    for (const type of ["mousePressed", "mouseReleased"]) {
      const event = { type, x: 4, y: 4, button: "left", wheelDirection: "none" };
      await send("DOM.dispatchMouseEvent", { nodeId, event }).catch(() => undefined); // it has gone meanwhile
    }
  }

  async function pressKey(keyCode, flags = 0) {
    const { root } = await send("DOM.getDocument");
    const { nodeId } = root.children.find(({ attributes }) => attributes?.[1] === "BrowserWidget");
    for (const type of ["keyPressed", "keyReleased"]) {
      const event = { type, keyCode, code: 0, flags, key: flags === 0 ? 0 : keyCode, isChar: false };
      await send("DOM.dispatchKeyEvent", { nodeId, event });
    }
  }

  /** Waits until `look` finds something in the tree of views. */
  const untilSeen = (what, look) => until(what, async () => look((await send("DOM.getDocument")).root));

  /** The items of the open menu, each with its upper and its lower edge. */
  async function itemsOf(root) {
    const items = await Promise.all(
      all(root, "MenuItemView").map(async (item) => {
        const [top, height] = (await valuesOf(item, "Y", "Height")).map(Number);
        return { top, bottom: top + height };
      }),
    );
    return items.sort((one, other) => one.top - other.top);
  }

  /** The view of a class under which `text` is written. */
  async function labelled(root, name, label, text) {
    for (const view of all(root, name)) {
      if ((await textsOf(view, [label])).includes(text)) return view;
    }
    return undefined;
  }

  return {
    /** Answers the question about permissions with the button of this name, and returns what was asked. */
    async answer(button) {
      const dialog = await untilSeen("the browser asks", (root) => {
        const [view] = all(root, "ExtensionInstallDialogView");
        return view;
      });
      const asked = await textsOf(dialog, ["Label"]);
      let pressed = performance.now();
      await untilSeen("the question is answered", async (root) => {
        if (all(root, "ExtensionInstallDialogView").length === 0) return true;
        const found = await labelled(root, "MdTextButton", "LabelButtonLabel", button);
        if (found && performance.now() - pressed > CALM) {
          pressed = performance.now();
          await press(found);
        }
        return false;
      });
      return asked.join("\n");
    },

    /**
     * Chooses the extension's item from the context menu that is open. The tree does not tell what is written on items: that of an
     * extension stands alone, between two lines, before the browser's own last ones.
     */
    async choose() {
      const below = await untilSeen("a menu is open that has an item of an extension", async (root) => {
        const items = (await itemsOf(root)).reverse();
        const alone = items.findIndex(
          ({ top, bottom }, index) => items[index - 1]?.top > bottom && top > items[index + 1]?.bottom,
        );
        return alone > 0 && alone;
      });
      for (let item = 0; item <= below; item += 1) await pressKey(KEYS.Up);
      await pressKey(KEYS.Enter);
      await untilSeen("the menu is closed", (root) => all(root, "MenuItemView").length === 0);
    },

    /** Presses Alt+Shift and a letter where the browser itself listens: keys that are sent to the page never get there. */
    pressKey: (letter) => pressKey(letter.charCodeAt(0), ALT + SHIFT),

    close: () => socket.close(),
  };
}
