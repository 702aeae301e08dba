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

export function makeSwitch(id: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "checkbox";
  input.role = "switch";
  input.className = "switch";
  input.id = id;
  return input;
}

export function makeLabel(control: HTMLElement, text: string): HTMLLabelElement {
  const label = document.createElement("label");
  label.htmlFor = control.id;
  label.textContent = text;
  return label;
}

/** An element of this name and class, with these in it. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  if (className !== "") element.className = className;
  element.append(...content);
  return element;
}
