import type { App as Bolt, BlockAction, ViewSubmitAction, ViewOutput } from "@slack/bolt";
import { hearUserChange } from "../../core/kernel/requests/chat-standing.ts";
import type { App } from "../../core/context.ts";
import type { Action, Click } from "./action.ts";
import type { BotTables } from "./bot-feature.ts";
import { callerContext, senderOf } from "../console-users/caller.ts";
import type { Command } from "./command.ts";
import { type Delivery, dispatchCommand } from "./dispatch-command.ts";
import { confirmCallback } from "../requests/confirmation.ts";
import { option } from "./fields.ts";
import { listenToHome } from "../home/home.ts";
import { readMetadata, submitForm } from "./submit-form.ts";
import { formView, messageView, openForm, updateView, sentenceFor } from "./open-form.ts";
import { type OptionSources, optionsFor } from "./option-source.ts";
import { createResponder, type Answering } from "./create-responder.ts";
import { paceUsers } from "./pace-users.ts";
import { submitConfirmation } from "../requests/submit-confirmation.ts";
import { createSubmitter } from "./create-submitter.ts";
import { dropHints, slash } from "../../core/kernel/text/command-hint.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import type { KnownBlock } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { reopenedView, resultsIn, section } from "./reopened-view.ts";
import { listenToShortcuts, listenToSteps } from "./listen-to-places.ts";
import { TaskTracker } from "./task-tracker.ts";
import { tellCommand, timeAcknowledgements } from "./tell-command.ts";

const outOfDate = "This belongs to an earlier version and no longer works. Send the command again.";

/**
 * Connects what Slack delivers to the tables of commands, forms, actions and option sources. The ack comes first wherever
 * it carries nothing; what an earlier version left in Slack is answered too.
 */
export function registerListeners(
  app: App,
  bolt: Bolt,
  { commands, actions, optionSources }: BotTables,
): TaskTracker {
  const running = new TaskTracker();
  timeAcknowledgements(app, bolt);
  bolt.use(({ body, next }) => {
    // Before anything reads it: its parts, such as the view and the actions, are the same objects.
    dropHints(body);
    return running.track(next());
  });
  paceUsers(bolt, app.userPace);
  listenToCommands(app, bolt, commands, running);
  listenToForms(app, bolt, commands, actions);
  listenToActions(app, bolt, actions, commands);
  listenToHome(app, bolt);
  listenToShortcuts(app, bolt, commands, running);
  listenToSteps(app, bolt, running);
  bolt.event("user_change", ({ event }) => hearUserChange(app, event.user.id));

  bolt.options(/^/, async ({ ack, body, payload, context }) => {
    const offered = await offer(app, optionSources, senderOf(body, context), payload);
    await ack({ options: offered.map(option) });
  });
  bolt.error(async (error) => app.log.error({ err: error }, "unhandled in a listener"));
  return running;
}

function listenToCommands(app: App, bolt: Bolt, commands: Command[], running: TaskTracker): void {
  bolt.command(slash, async ({ ack, body, client, respond, context: delivered }) => {
    await ack();
    const sender = senderOf(body, delivered);
    const opening = { app, client, sender, channelId: body.channel_id, triggerId: body.trigger_id, commands };
    const place = {
      channelId: body.channel_id,
      chatUserId: sender.chatUserId,
      idempotencyKey: `command:${body.trigger_id}`,
    };
    const context = oncePerDelivery(() => callerContext(app, sender));
    const { say, whisper } = createResponder(app, client, respond, sender);
    const delivery: Delivery = {
      place,
      context,
      say,
      whisper,
      openForm: (form, typed = {}) => openForm(opening, form, typed),
      submit: (planOnly, reason) =>
        createSubmitter({ context, say, place: { ...place, ...(reason && { reason }) }, planOnly }),
    };
    await running.withRateLimit(() => dispatchCommand(app, commands, body.text ?? "", delivery));
  });
}

function listenToForms(app: App, bolt: Bolt, commands: Command[], actions: Action[]): void {
  const forms = [
    ...commands.flatMap((command) => command.forms ?? []),
    ...actions.flatMap(({ form }) => form ?? []),
  ];
  bolt.view<ViewSubmitAction>(/^/, async ({ ack, body, view, client, context }) => {
    const submission = {
      app,
      client,
      view,
      commands,
      sender: senderOf(body, context),
      ack: (response: Parameters<typeof ack>[0]) => ack(response),
    };
    if (view.callback_id === confirmCallback) return submitConfirmation(submission);
    const form = forms.find(({ name }) => name === view.callback_id);
    if (form) return submitForm(submission, form);
    await ack({ response_action: "update", view: messageView("Out of date", outOfDate) });
  });
}

function listenToActions(app: App, bolt: Bolt, actions: Action[], commands: Command[]): void {
  bolt.action<BlockAction>(/^/, async ({ ack, action, body, client, respond, context }) => {
    await ack();
    const sender = senderOf(body, context);
    const modal = body.view?.type === "modal" ? body.view : undefined;
    const isEphemeral = body.container?.["is_ephemeral"] === true;
    const answers = modal
      ? answeringIn(client, modal)
      : createResponder(app, client, respond, sender, { isEphemeral });
    const known = actions.find(({ name }) => name === action.action_id);
    if (!known) return answers.say(outOfDate);
    const channelId = body.channel?.id ?? sender.chatUserId;
    const opening = { app, client, sender, channelId, triggerId: body.trigger_id, commands };
    await runAction(known, {
      app,
      value: "value" in action ? (action.value ?? "") : "",
      modal,
      place: { channelId, chatUserId: sender.chatUserId, idempotencyKey: `action:${body.trigger_id}` },
      context: () => callerContext(app, sender),
      ...answers,
      async redraw(form, filled) {
        if (!modal) return;
        const { channelId, planOnly } = readMetadata(modal);
        const typed: Record<string, string> = planOnly ? { plan: "only" } : {};
        await updateView(client, modal.id, formView({ app, commands, channelId }, form, filled, typed));
      },
      openForm: (form, typed = {}) => openForm(opening, form, typed),
    });
  });
}

/** A command asks who its caller is before it looks anything up, and again when it submits. */
function oncePerDelivery<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let known: Promise<Value> | undefined;
  return () => (known ??= read());
}

async function offer(
  app: App,
  sources: OptionSources,
  sender: ReturnType<typeof senderOf>,
  { action_id: source, value: typed }: { action_id: string; value: string },
) {
  try {
    return await optionsFor(sources, await callerContext(app, sender), source, typed);
  } catch (err) {
    app.log.warn({ err }, "no options to offer");
    return [];
  }
}

/** Runs what a button stands for; whatever happens, the clicker is answered. */
async function runAction(action: Action, click: Click): Promise<void> {
  const tell = tellCommand(click.app, { command: action.name, via: "button", who: click.place.chatUserId });
  try {
    await action.run(click);
    tell();
  } catch (error) {
    const sentence = sentenceFor(click.app, error);
    tell(error);
    await click.say(`:warning: ${escapeMrkdwn(sentence)}`);
  }
}

/** Answers in the modal whose button was pressed: above what stands under its form, or in its place. */
function answeringIn(client: WebClient, modal: ViewOutput): Answering {
  const show = (results: KnownBlock[]) => updateView(client, modal.id, reopenedView(modal, { results }));
  return {
    say: (text, blocks = [section(text)]) => show([...blocks, ...resultsIn(modal)]),
    replace: (text, blocks = [section(text)]) => show(blocks),
    // A modal is gone once it is closed.
    whisper: (text) => show([section(text)]),
  };
}
