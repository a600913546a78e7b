import type { App as Bolt, MessageShortcut } from "@slack/bolt";
import { z } from "zod";
import type { App } from "../../core/context.ts";
import { submittedWords } from "../../core/kernel/requests/confirm-request.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { callerContext, senderOf } from "../console-users/caller.ts";
import { invite } from "../invitations/invite.ts";
import { confirmationBlocks } from "../requests/confirmation.ts";
import { addressesIn, inviteFromMessage, shortcutForms } from "../shortcuts.ts";
import { type Step, steps } from "../steps.ts";
import { type Answering, createResponder } from "./create-responder.ts";
import type { Command, Form } from "./command.ts";
import { openForm, sentenceFor } from "./open-form.ts";
import { contextBlock } from "./reopened-view.ts";
import type { TaskTracker } from "./task-tracker.ts";

/** The shortcuts of Slack's own menus: a form from anywhere, or filled with the addresses of a message. */
export function listenToShortcuts(app: App, bolt: Bolt, commands: Command[], running: TaskTracker): void {
  bolt.shortcut(/^/, async ({ ack, body, client, shortcut, context }) => {
    await ack();
    const sender = senderOf(body, context);
    const isMessage = shortcut.type === "message_action";
    const form = isMessage ? messageForm(shortcut) : shortcutForms[shortcut.callback_id];
    const channelId = isMessage ? shortcut.channel.id : sender.chatUserId;
    const { say } = createResponder(app, client, undefined, sender);
    if (!form) return say("This shortcut belongs to an earlier version and no longer works.");
    const opening = { app, client, sender, channelId, triggerId: shortcut.trigger_id, commands };
    const typed = isMessage ? addressesIn(shortcut.message) : {};
    await running.withRateLimit(async () => {
      try {
        await openForm(opening, form, typed);
      } catch (error) {
        await say(`:warning: ${escapeMrkdwn(sentenceFor(app, error))}`);
      }
    });
  });
}

function messageForm({ callback_id: name }: MessageShortcut): Form | undefined {
  return name === inviteFromMessage ? invite.forms?.[0] : undefined;
}

/** Only Slack fills it, with whoever runs the workflow: who builds one cannot name somebody else. */
const requester = z.object({ requester: z.object({ id: z.string() }) });
/** Whoever builds the workflow chooses the channel. A direct message of somebody else's is none. */
const place = z.object({ channel: z.string().optional() });
const isChannel = /^[CG][A-Z0-9]+$/u;

/**
 * The steps of Workflow Builder. Anybody may build a workflow, and whoever clicks on it has not seen what it asks: nothing is done
 * before they have said so to the app itself. Whoever built it reads what a step ends with, so that says nothing of what the
 * Console knows: the one who clicked reads it directly. A step ends when its request is recorded, and its card tells the rest.
 */
export function listenToSteps(app: App, bolt: Bolt, running: TaskTracker): void {
  for (const step of steps) {
    bolt.function(step.name, async ({ event, body, client, inputs, complete, fail, context }) => {
      await running.withRateLimit(async () => {
        let say: Answering["say"] | undefined;
        try {
          const { id } = requester.parse(inputs).requester;
          const sender = senderOf({ user_id: id, team_id: body.team_id }, context);
          ({ say } = createResponder(app, client, undefined, sender));
          const { submitted, channelId } = await runStep(
            app,
            step,
            inputs,
            sender,
            event.function_execution_id,
          );
          if (submitted.needsConfirmation) {
            const lead = `${inYourName} ${whereWords(channelId, sender)}`;
            await say(`${lead}\n${escapeMrkdwn(submittedWords(submitted))}`, [
              contextBlock(lead),
              ...confirmationBlocks(submitted),
            ]);
          }
          await complete({
            outputs: {
              request: submitted.requestId,
              outcome: submitted.needsConfirmation ? askedThem : takenBefore,
            },
          });
        } catch (error) {
          const sentence = sentenceFor(app, error);
          await fail({ error: toldThem });
          await say?.(`:warning: ${workflowFailed} ${escapeMrkdwn(sentence)}`);
        }
      });
    });
  }
}

const inYourName =
  "A workflow that you started asks for this in your name. If you do not want it, ignore this: nothing is done.";

const askedThem =
  "The app has asked the person who started this workflow. It is done only once they have said so.";
const takenBefore = "This was taken already. Nothing was added.";
const toldThem =
  "Nothing was asked for. The app has told the person who started this workflow why, in a direct message.";
const workflowFailed = "A workflow that you have started could not ask for what it was to ask.";

const whereWords = (channelId: string, { chatUserId }: ReturnType<typeof senderOf>): string =>
  channelId === chatUserId
    ? "Its card comes to you directly."
    : `Its card goes to <#${channelId}>: everybody there reads what is done, and who has to approve it.`;

async function runStep(
  app: App,
  step: Step,
  inputs: unknown,
  sender: ReturnType<typeof senderOf>,
  executionId: string,
) {
  const ctx = await callerContext(app, sender);
  const { chatUserId } = sender;
  const { channel = "" } = place.parse(inputs);
  const channelId = isChannel.test(channel) ? channel : chatUserId;
  const submitted = await step.submit(ctx, inputs, {
    channelId,
    chatUserId,
    idempotencyKey: `step:${executionId}`,
    confirms: true,
  });
  return { submitted, channelId };
}
