// The options page, worked as a reader would; and the settings in storage.
//
// Must never know of: other pages.

/** Opens the options, with all of their sections unfolded. */
export async function openOptions(browser, how) {
  const page = await browser.extensionPage("options.html", how);
  await page.until("the rules are listed", () => document.querySelector("select[id^='rule-']") !== null);
  await page.evaluate(() => {
    for (const section of document.querySelectorAll("details.section")) section.open = true;
  });
  return page;
}

/** Chooses in a list, as a reader would. */
export function choose(id, value) {
  const select = document.getElementById(id);
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Gives the page a file to read, as the reader's choice would. */
export function giveFile(text) {
  const input = document.querySelector("#import");
  const files = new DataTransfer();
  files.items.add(new File([text], "settings.json", { type: "application/json" }));
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

export async function writeStored(area, values) {
  const api = globalThis.browser ?? globalThis.chrome;
  await api.storage[area].set(values);
}

/** When all that was changed is written. */
export async function clearStored() {
  const api = globalThis.browser ?? globalThis.chrome;
  await navigator.locks.request("settings", async () => {
    for (const area of ["local", "sync", "session"]) await api.storage[area].clear();
  });
}
