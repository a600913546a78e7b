import { randomBytes } from "node:crypto";
import { readCookie, writeCookie, type WebContext } from "./web-context.ts";
import { isSigned, sign } from "./send-page.tsx";
import { setTimeout as sleep } from "node:timers/promises";
import { count, pastLimit } from "./rate-limits.ts";

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

const stepMs = 500;
const mostMs = 5_000;

/** Before the form is read: tries by one client, and apart from them those of a browser with which somebody has signed in. */
export function admitSignIn(c: WebContext): Promise<void> {
  const known = anyKnownBrowser(c);
  return count(c.var.limits.signIns, known ? `known.${known}` : c.var.client);
}

/**
 * Counts a try to sign in as `name`, a digest, whether there is somebody of that name or not. One client is refused after six. Many
 * together cannot lock anybody out: past their limit a try waits, five seconds at most, and a browser with which this
 * person has signed in before does not even wait. It has its own six.
 */
export async function limitSignIn(c: WebContext, name: string): Promise<void> {
  const { limits, client } = c.var;
  const known = knownBrowser(c, name);
  await count(limits.usernamesOfClient, `${name}.${known ? `known.${known}` : client}`);
  if (!known) await sleep(waitMs(await pastLimit(limits.usernames, name)));
}

/** How long a try waits that is so many past the limit of its user ID. */
export function waitMs(past: number): number {
  return Math.min(Math.max(past, 0) * stepMs, mostMs);
}
