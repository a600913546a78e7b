import { undoHere } from "../../core/cloud/undo-here.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import {
  cloudByHandAction,
  cloudCannotAction,
  cloudDoneAction,
  cloudRetryAction,
  cloudUndoAction,
} from "../../core/kernel/requests/cloud-note.ts";
import {
  askByHand,
  cannotByHand,
  doneByHand,
  retryEffect,
} from "../../core/kernel/requests/settle-effect.ts";
import type { Action } from "../slack/action.ts";
import { createSubmitter } from "../slack/create-submitter.ts";

type Settle = (ctx: Context<ConsoleUserActor>, effectId: string) => Promise<void>;

const button = (name: string, settle: Settle, words: string): Action => ({
  name,
  async run({ value, context, say }) {
    await settle(await context(), value);
    await say(words);
  },
});

/** What becomes of a change that Cyclr's cloud did not take. */
export const cloudButtons: Action[] = [
  button(cloudRetryAction, retryEffect, "It is tried again. The card shows the result."),
  button(cloudByHandAction, askByHand, "The note in the thread says what to do in the Console."),
  button(cloudDoneAction, doneByHand, "Recorded as done, in your name."),
  button(cloudCannotAction, cannotByHand, "Recorded. The note in the thread says what is left to choose."),
  {
    name: cloudUndoAction,
    async run({ value, context, say, place }) {
      const submit = createSubmitter({ context, say, place, planOnly: false });
      await undoHere(await context(), value, submit);
    },
  },
];
