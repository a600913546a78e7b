import type { App as Bolt } from "@slack/bolt";
import { DomainError } from "../core/errors.ts";
import { openHome } from "../core/home/open-home.ts";
import { strangerHome } from "../core/home/stranger-home.ts";
import type { App } from "../core/context.ts";
import { callerContext, type Sender } from "./caller.ts";

/** Somebody opens the app's Home: the worker draws it. Who is no Console User is told at once who to ask. */
export function listenToHome(app: App, bolt: Bolt): void {
  bolt.event("app_home_opened", async ({ event, body }) => {
    if (event.tab !== "home") return;
    await showHome(app, { chatUserId: event.user, workspaceId: body.team_id });
  });
}

async function showHome(app: App, sender: Sender): Promise<void> {
  try {
    await openHome(await callerContext(app, sender));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await app.chat.showHome(sender.chatUserId, strangerHome(error.message));
  }
}
