import type { App as Bolt } from "@slack/bolt";
import { DomainError } from "../../core/kernel/errors.ts";
import { openHome } from "../../core/home/open-home.ts";
import { strangerHome } from "../../core/home/reconcile-home.ts";
import type { App } from "../../core/context.ts";
import { callerContext, type Sender, senderOf } from "../console-users/caller.ts";

/** Somebody opens the app's Home: the worker draws it. Who is no Console User is told at once who to ask. */
export function listenToHome(app: App, bolt: Bolt): void {
  bolt.event("app_home_opened", async ({ event, body, context }) => {
    if (event.tab !== "home") return;
    await showHome(app, senderOf({ user_id: event.user, team_id: body.team_id }, context));
  });
}

async function showHome(app: App, sender: Sender): Promise<void> {
  try {
    await openHome(await callerContext(app, sender));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // A Home shows nobody what a repeated delivery met.
    if (error.code !== "forbidden") return app.log.warn({ err: error }, "no Home opened");
    await app.chat.showHome(sender.chatUserId, strangerHome(error.message));
  }
}
