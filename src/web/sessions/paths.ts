import type { Site } from "../site.ts";
import type { WebContext } from "../web-context.ts";

/** Where somebody signs in, to go on to the page that they asked for. */
export function signInPath(c: WebContext): string {
  const url = new URL(c.req.url);
  const prefix = c.var.site.path("");
  const path = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : url.pathname;
  const returnUrl = path + (c.req.method === "GET" ? url.search : "");
  return `/sign-in?returnUrl=${encodeURIComponent(returnUrl)}`;
}

/**
 * A path of this site, for whatever an address claims to lead back to; `otherwise` for anything that could lead elsewhere:
 * another origin in any of the ways in which browsers read one, backslashes, control characters.
 */
export function ownPath(site: Site, given: string | undefined | null, otherwise: string): string {
  if (!given || given.length > 2000 || !/^\/(?![/\\])[\x21-\x7E]*$/.test(given) || given.includes("\\"))
    return otherwise;
  if (!URL.canParse(given, site.origin)) return otherwise;
  const { origin, pathname, search } = new URL(given, site.origin);
  // What is left after "/.." and the like may begin with two slashes.
  return origin === site.origin && !pathname.startsWith("//") ? pathname + search : otherwise;
}
