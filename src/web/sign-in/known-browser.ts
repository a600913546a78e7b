import { randomBytes } from "node:crypto";
import { readCookie, writeCookie } from "../cookies.ts";
import { isSigned, sign } from "../signature.ts";
import type { WebContext } from "../web-context.ts";

const cookieName = "known-browser";
const purpose = "known-browser";
const lifeSeconds = 180 * 24 * 60 * 60;
/** Of so many people one browser remembers that they signed in there. */
const atMost = 5;

interface Entry {
  name: string;
  /** Names the browser in limits, for this person. */
  nonce: string;
}

/**
 * The browser's own name where this person has signed in with it before, by a cookie that we signed; else undefined. Limits that
 * others can use up do not hold for it: it has its own. The cookie signs nobody in.
 */
export function knownBrowser(c: WebContext, name: string): string | undefined {
  return entries(c).find((entry) => entry.name === name)?.nonce;
}

/** Whether anybody has signed in with this browser before, and its name then. */
export function anyKnownBrowser(c: WebContext): string | undefined {
  return entries(c)[0]?.nonce;
}

/** To be called once somebody has signed in. `name` is a digest. */
export function rememberBrowser(c: WebContext, name: string): void {
  const others = entries(c).filter((entry) => entry.name !== name);
  const nonce = knownBrowser(c, name) ?? randomBytes(12).toString("hex");
  const written = [{ name, nonce }, ...others].slice(0, atMost).map((entry) => write(c, entry));
  writeCookie(c, cookieName, written.join("~"), { lifeSeconds });
}

function entries(c: WebContext): Entry[] {
  const written = (readCookie(c, cookieName) ?? "").split("~").slice(0, atMost);
  return written.flatMap((text) => {
    const [name = "", nonce = "", signature = ""] = text.split(".");
    const { secretKeys } = c.var.app;
    return isSigned(secretKeys, purpose, `${name}.${nonce}`, signature) ? [{ name, nonce }] : [];
  });
}

function write(c: WebContext, { name, nonce }: Entry): string {
  return `${name}.${nonce}.${sign(c.var.app.secretKeys, purpose, `${name}.${nonce}`)}`;
}
