/**
 * Elements of the extension's own pages, looked up by id with their type checked, so that a slip between markup and code is loud.
 */

export function byId<T extends Element>(id: string, type: abstract new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`#${id} is missing, or is not a ${type.name}`);
}
