import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import {
  aloneAction,
  approveAction,
  cancelAction,
  denyAction,
} from "../../core/kernel/requests/approval-note.ts";
import { approvalWords } from "../../core/kernel/requests/approval-policy.ts";
import { approveRequest, denialForm, denyRequest } from "../../core/kernel/requests/decide-request.ts";
import { cancelRequest } from "../../core/kernel/requests/enter-queue-or-approval.ts";
import type { Action } from "../slack/action.ts";
import { z } from "zod";
import { loadForDenier, loadForRequester } from "../../core/kernel/requests/load-open-approval.ts";
import { checkForm, textField } from "../slack/fields.ts";
import type { Form } from "../slack/command.ts";
import { plain } from "../slack/reopened-view.ts";
import { aloneForm, aloneWords, approveAlone } from "../../core/kernel/requests/going-alone.ts";

/** Has a requester with Full Access type that nobody else is there to approve. */
const aloneApprovalForm: Form = {
  name: "approve-alone",
  title: "Go on alone",

  async view(ctx, { about = "" }) {
    await loadForRequester(ctx, about);
    const lead = `Nobody else can approve this. To go on alone, type: ${aloneWords}. The audit records this.`;
    return {
      state: about,
      submit: plain("Go on alone"),
      blocks: [
        { type: "section", text: plain(lead) },
        textField({ id: "typed", label: "Confirmation", max: 100 }),
      ],
    };
  },

  async submit(ctx, values, _place, { state }) {
    await approveAlone(ctx, z.uuid().parse(state), checkForm(aloneForm, values));
    return undefined;
  },
};

/** Asks why, before a request is denied. */
const denyForm: Form = {
  name: "deny-request",
  title: "Deny",

  async view(ctx, { about = "" }) {
    await loadForDenier(ctx, about);
    const hint = "The requester reads it in the thread.";
    return {
      state: about,
      submit: plain("Deny"),
      blocks: [textField({ id: "reason", label: "Why", hint, lines: true, max: 300 })],
    };
  },

  async submit(ctx, values, _place, { state }) {
    await denyRequest(ctx, z.uuid().parse(state), checkForm(denialForm, values));
    return undefined;
  },
};

export const approve: Action = {
  name: approveAction,
  async run({ value, context, say }) {
    const { missing, needs, queued } = await approveRequest(await context(), value);
    const still = `Approved. It still waits for ${approvalWords({ approvals: missing, needs })}.`;
    const going = queued
      ? "Approved. It runs next; its card shows what becomes of it."
      : "Approved. The queue cannot be reached at the moment; it will run when the queue is back.";
    await say(escapeMrkdwn(missing > 0 ? still : going));
  },
};

export const deny: Action = {
  name: denyAction,
  form: denyForm,
  run: ({ value, openForm }) => openForm(denyForm, { about: value }),
};

export const goOnAlone: Action = {
  name: aloneAction,
  form: aloneApprovalForm,
  run: ({ value, openForm }) => openForm(aloneApprovalForm, { about: value }),
};

export const cancel: Action = {
  name: cancelAction,
  async run({ value, context, say }) {
    await cancelRequest(await context(), value);
    await say("Taken back. Nothing was changed.");
  },
};
