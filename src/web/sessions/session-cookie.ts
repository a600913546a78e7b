import { findSession, type FoundSession } from "../../core/sessions/find-session.ts";
import type { Browser } from "../../core/sessions/start-session.ts";
import { dropCookie, readCookie, writeCookie } from "../cookies.ts";
import type { WebContext } from "../web-context.ts";

/** Of a User, or of a Console User at the operator's pages. One browser may have both. */
export type SessionCookie = "session" | "console-session";

/** Whose browser this is while its session lasts; read from the database each time. */
export async function readSession(c: WebContext, name: SessionCookie): Promise<FoundSession | undefined> {
  const token = readCookie(c, name);
  const session = token ? await findSession(c.var.app, token) : undefined;
  const holderId = name === "session" ? session?.userId : session?.consoleUserId;
  return holderId ? session : undefined;
}

/** What a new session is to know of this browser. */
export function browserOf(c: WebContext, name: SessionCookie): Browser {
  const userAgent = c.req.header("user-agent") ?? "";
  return { userAgent, address: c.var.client, token: readCookie(c, name) };
}

/** As long as the browser is open: how long it lasts is for the row to say. */
export function rememberSession(c: WebContext, name: SessionCookie, token: string): void {
  writeCookie(c, name, token, { sameSite: "Lax" });
}

export function forgetSession(c: WebContext, name: SessionCookie): void {
  dropCookie(c, name);
}
