import { randomBytes } from "node:crypto";
import { readCookie, writeCookie } from "./cookies.ts";
import { isSigned, sign } from "./signature.ts";
import type { WebContext } from "./web-context.ts";

// Signed double submit (OWASP): the cookie names the browser, and the form carries our signature of that name, which
// another site can neither read nor make.
const cookieName = "browser";
const purpose = "form";

export const formTokenField = "formToken";

/** The value of a form's hidden field; names the browser where that was not done yet. */
export function formToken(c: WebContext): string {
  const known = c.var.browser ?? readCookie(c, cookieName);
  const browser = known && /^[\w-]{43}$/.test(known) ? known : randomBytes(32).toString("base64url");
  if (browser !== known) writeCookie(c, cookieName, browser);
  c.set("browser", browser);
  return sign(c.var.app.secretKeys, purpose, bound(c, browser));
}

export function hasFormToken(c: WebContext, form: URLSearchParams): boolean {
  const browser = readCookie(c, cookieName);
  const token = form.get(formTokenField);
  return Boolean(browser && token && isSigned(c.var.app.secretKeys, purpose, bound(c, browser), token));
}

/** A token from before a sign-in is none after it, and the other way round. */
function bound(c: WebContext, browser: string): string {
  const sessions = [readCookie(c, "session"), readCookie(c, "console-session")];
  return [browser, ...sessions.map((session) => session ?? "")].join(".");
}
