import { z } from "zod";
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
  cannotInput,
  loadToDo,
  doneByHand,
  retryEffect,
} from "../../core/kernel/requests/settle-effect.ts";
import type { Action } from "../slack/action.ts";
import type { Form } from "../slack/command.ts";
import { checkForm, textField } from "../slack/fields.ts";
import { plain } from "../slack/reopened-view.ts";
import { createSubmitter } from "../slack/create-submitter.ts";

type Settle = (ctx: Context<ConsoleUserActor>, effectId: string) => Promise<void>;

const button = (name: string, settle: Settle, words: string): Action => ({
  name,
  async run({ value, context, say }) {
    await settle(await context(), value);
    await say(words);
  },
});

/** Asks why, before it is open again. */
const cannotForm: Form = {
  name: "cannot-by-hand",
  title: "Cannot be done",

  async view(ctx, { about = "" }) {
    await loadToDo(ctx, about);
    const hint = "It stands in the audit, and in the note for those who decide what to do instead.";
    return {
      state: about,
      submit: plain("Record"),
      blocks: [textField({ id: "because", label: "Why", hint, lines: true, max: 300 })],
    };
  },

  async submit(ctx, values, _place, { state }) {
    await cannotByHand(ctx, z.uuid().parse(state), checkForm(cannotInput, values));
    return undefined;
  },
};

/** What becomes of a change that Cyclr's cloud did not take. */
export const cloudButtons: Action[] = [
  button(cloudRetryAction, retryEffect, "It is tried again. The card shows the result."),
  button(cloudByHandAction, askByHand, "The note in the thread says what to do in the Console."),
  button(cloudDoneAction, doneByHand, "Recorded as done, in your name."),
  {
    name: cloudCannotAction,
    form: cannotForm,
    run: ({ value, openForm }) => openForm(cannotForm, { about: value }),
  },
  {
    name: cloudUndoAction,
    async run({ value, context, say, place }) {
      const submit = createSubmitter({ context, say, place, planOnly: false });
      await undoHere(await context(), value, submit);
    },
  },
];
