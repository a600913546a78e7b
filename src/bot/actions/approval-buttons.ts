import { escapeMrkdwn } from "../../core/chat/mrkdwn.ts";
import {
  aloneAction,
  approveAction,
  cancelAction,
  denyAction,
} from "../../core/requests/approval-buttons.ts";
import { approvalWords } from "../../core/requests/approval-words.ts";
import { approveRequest } from "../../core/requests/approve-request.ts";
import { cancelRequest } from "../../core/requests/cancel-request.ts";
import type { Action } from "../action.ts";
import { aloneApprovalForm } from "../forms/alone-form.ts";
import { denyForm } from "../forms/deny-form.ts";

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
