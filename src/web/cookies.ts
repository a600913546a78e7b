import { getCookie, setCookie } from "hono/cookie";
import type { WebContext } from "./web-context.ts";

/** Cookies of this host alone, out of reach of scripts and other sites. `__Host-` where it can be had: over HTTPS. */
export function readCookie(c: WebContext, name: string): string | undefined {
  return c.var.site.secure ? getCookie(c, name, "host") : getCookie(c, name);
}

/** Lasts as long as the browser is open, or so many seconds. */
export function writeCookie(c: WebContext, name: string, value: string, lifeSeconds?: number): void {
  const common = { path: "/", httpOnly: true, sameSite: "Strict", maxAge: lifeSeconds } as const;
  const host = { ...common, secure: true, prefix: "host" } as const;
  setCookie(c, name, value, c.var.site.secure ? host : common);
}
