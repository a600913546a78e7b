import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { App } from "../../core/context.ts";
import type { DomainError } from "../../core/kernel/errors.ts";
import type { OwnMembership } from "../../core/kernel/levels/require-level.ts";
import type { Brand } from "../../core/kernel/names/brand.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { SignedIn } from "./signed-in.ts";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

export interface WebEnv {
  /** What the Node server adds; absent where a request is made in process. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    app: App;
    site: Site;
    limits: RateLimits;
    /** Whom limits count: an IPv4 address, or the /64 of an IPv6 one. */
    client: string;
    /** The browser's name, where form-token.ts has just given it one. */
    browser?: string;
    /** Set by admission.ts: who is signed in, and on an Account's page their Membership. */
    signedIn?: SignedIn;
    membership?: OwnMembership;
    /** IANA name of the zone in which the page tells times, where that is not the Partner's. */
    timeZone?: string;
    /** Set by a handler that can show a use case's refusal in its own page. */
    showFault?: (fault: DomainError, status: ContentfulStatusCode) => Promise<Response>;
  };
}

export type WebContext = Context<WebEnv>;

/** Where this site is, for the people who use it: told by configuration alone, never by the Host header. */
export interface Site {
  origin: string;
  /** Reached over HTTPS, be it through a proxy. */
  secure: boolean;
  /** Whose pages they are, as last read; undefined before the first page that read it. */
  owner?: Brand | undefined;
  /** A path of this site, behind the prefix that PUBLIC_URL may have. */
  path(path: string): string;
}

/** How long what its address names whole may be kept. */
export const forAYear = "public, max-age=31536000, immutable";

export function createSite(publicUrl: string): Site {
  const { origin, protocol, pathname } = new URL(publicUrl);
  const prefix = pathname.replace(/\/+$/, "");
  return { origin, secure: protocol === "https:", path: (path) => prefix + path };
}

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
