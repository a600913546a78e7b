import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { WebContext } from "./web-context.ts";

/** Cookies of this host alone, out of reach of scripts and other sites. `__Host-` where it can be had: over HTTPS. */
export function readCookie(c: WebContext, name: string): string | undefined {
  return c.var.site.secure ? getCookie(c, name, "host") : getCookie(c, name);
}

interface CookieLife {
  /** Without it, as long as the browser is open. */
  lifeSeconds?: number;
  /**
   * Lax lets the cookie come along where somebody follows a link from a mail or the chat: for sessions, which would
   * seem signed out otherwise. What changes anything is a form of ours, which form-guards.ts sees to.
   */
  sameSite?: "Strict" | "Lax";
}

export function writeCookie(
  c: WebContext,
  name: string,
  value: string,
  { lifeSeconds, sameSite = "Strict" }: CookieLife = {},
): void {
  const common = { path: "/", httpOnly: true, sameSite, maxAge: lifeSeconds } as const;
  const host = { ...common, secure: true, prefix: "host" } as const;
  setCookie(c, name, value, c.var.site.secure ? host : common);
}

export function dropCookie(c: WebContext, name: string): void {
  const host = { path: "/", secure: true, prefix: "host" } as const;
  deleteCookie(c, name, c.var.site.secure ? host : { path: "/" });
}
