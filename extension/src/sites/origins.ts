/**
 * Sites as permissions name them: whole hosts, as match patterns.
 */

import { api } from "../shared/browser";
import { matches } from "./index";

/** The pattern that asks for one site alone. Ports have no place in a pattern: it holds for each. */
export function patternFor(url: URL): string {
  return `${url.protocol}//${url.hostname}/*`;
}

/** Whether one of the patterns holds for the address. */
export function covers(patterns: readonly string[], url: URL): boolean {
  const address = `${url.protocol}//${url.hostname}${url.pathname}`;
  return patterns.some((pattern) => matches(pattern, address));
}

/** Whether the manifest itself names the site. */
export function isListed(url: URL): boolean {
  return covers(api.runtime.getManifest().host_permissions ?? [], url);
}

/** The sites that the user has allowed beyond those of the manifest, as patterns. */
export async function allowedOrigins(): Promise<string[]> {
  const { origins = [] } = await api.permissions.getAll();
  const { host_permissions = [], content_scripts = [] } = api.runtime.getManifest();
  const listed = [...host_permissions, ...content_scripts.flatMap((script) => script.matches ?? [])];
  return origins.filter((origin) => !listed.includes(origin));
}
