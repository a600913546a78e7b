import type { KnownBlock } from "@slack/types";
import { cancelLastRequest, lastRequest, nothingAsked } from "../../core/requests/last-request.ts";
import { cancelAction } from "../../core/kernel/requests/approval-note.ts";
import { failureButtons } from "../../core/kernel/requests/failure-note.ts";
import { requestState } from "../../core/kernel/requests/request-state.ts";
import { escapeMrkdwn, shortenMarkup } from "../../core/kernel/text/mrkdwn.ts";
import type { Command } from "../slack/command.ts";
import { plain, section } from "../slack/reopened-view.ts";
import { wordsMarkup } from "../slack/words-markup.ts";
import { confirmAction, withdrawAction } from "./confirmation.ts";

export const status: Command = {
  name: "status",
  area: "Everyone",
  summary: "the status of your last request",
  usage: [""],
  example: "",

  async run({ context, say }) {
    const last = await lastRequest(await context());
    if (!last) return say(nothingAsked);
    const { request, title, decidable } = last;
    const state = [...requestState(request), ". Asked for ", { time: request.createdAt }, "."];
    const markup = shortenMarkup(`*${wordsMarkup(title)}*: ${wordsMarkup(state)}`, 2900);
    const buttons = decidable ? failureButtons(request) : waitingButtons(request.status);
    const elements = buttons.map(({ action, label }) => ({
      type: "button" as const,
      action_id: action,
      value: request.id,
      text: plain(label),
    }));
    const blocks: KnownBlock[] = [
      section(markup),
      ...(elements.length > 0 ? [{ type: "actions" as const, elements }] : []),
    ];
    await say(markup, blocks);
  },
};

function waitingButtons(state: string): { action: string; label: string }[] {
  if (state === "draft")
    return [
      { action: confirmAction, label: "Do it" },
      { action: withdrawAction, label: "Leave it" },
    ];
  return state === "awaitingApproval" || state === "awaitingValues"
    ? [{ action: cancelAction, label: "Cancel" }]
    : [];
}

const cancelling = {
  area: "Everyone",
  usage: [""],
  example: "",
  async run({ context, say }) {
    await say(escapeMrkdwn(await cancelLastRequest(await context())));
  },
} satisfies Partial<Command>;

export const cancelLast: Command = {
  ...cancelling,
  name: "cancel",
  summary: "take back your last request, if it still waits",
};

export const undoLast: Command = {
  ...cancelling,
  name: "undo",
  summary: "the same; of what is done it says what reverses it",
};
