/**
 * Elements of the extension's own pages: looked up by id with their type checked, so that a slip between markup and code is loud; and buttons.
 */

export function byId<T extends Element>(id: string, type: abstract new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`#${id} is missing, or is not a ${type.name}`);
}

export function makeButton(text: string, press: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", press);
  return button;
}
