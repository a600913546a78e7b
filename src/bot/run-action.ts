import { escapeMrkdwn } from "../core/chat/mrkdwn.ts";
import type { Action, Click } from "./action.ts";
import { sentenceFor } from "./sentence.ts";

/** Runs what a button stands for; whatever happens, the clicker is answered. */
export async function runAction(action: Action, click: Click): Promise<void> {
  try {
    await action.run(click);
  } catch (error) {
    await click.say(`:warning: ${escapeMrkdwn(sentenceFor(click.app, error))}`);
  }
}
