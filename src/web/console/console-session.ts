import { consoleUserActor } from "../../core/console-users/console-user-actor.ts";
import { nameOf } from "../../core/console-users/console-user-name.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { readSession } from "../sessions/session-cookie.ts";
import type { WebContext } from "../web-context.ts";

export const consoleSignInPath = "/console/sign-in";
export const consoleSignOutPath = "/console/sign-out";

export interface ConsoleSession {
  sessionId: string;
  name: string;
  ctx: Context<ConsoleUserActor>;
}

/** Who is signed in to the operator's pages, as the database has them now. */
export async function readConsoleSession(c: WebContext): Promise<ConsoleSession | undefined> {
  const session = await readSession(c, "console-session");
  if (!session?.consoleUser) return undefined;
  const actor = consoleUserActor(session.consoleUser, "web");
  return { sessionId: session.id, name: nameOf(session.consoleUser), ctx: { ...c.var.app, actor } };
}
