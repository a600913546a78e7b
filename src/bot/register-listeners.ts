import type { App as Bolt, RespondFn, ViewSubmitAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { App } from "../core/context.ts";
import { accountAction, accountOptions } from "./account-select.ts";
import { callerContext, senderOf } from "./caller.ts";
import type { Command } from "./command.ts";
import { dispatchCommand } from "./dispatch-command.ts";
import { slash } from "./help.ts";
import { messageView, openForm } from "./open-form.ts";
import { Running } from "./running.ts";
import { submitForm } from "./submit-form.ts";

/** Connects what Slack delivers to the table of commands. The ack comes first wherever it carries nothing. */
export function registerListeners(app: App, bolt: Bolt, commands: Command[]): Running {
  const running = new Running();
  bolt.use(({ next }) => running.track(next()));

  bolt.command(slash, async ({ ack, body, client, respond }) => {
    await ack();
    const sender = senderOf(body);
    const opening = { app, client, sender, channelId: body.channel_id, triggerId: body.trigger_id };
    await dispatchCommand(app, commands, body.text ?? "", {
      place: {
        channelId: body.channel_id,
        chatUserId: sender.chatUserId,
        sourceKey: `command:${body.trigger_id}`,
      },
      context: () => callerContext(app, sender),
      say: (text) => say(app, client, respond, opening, text),
      openForm: (form, typed = {}) => openForm(opening, form, typed),
    });
  });

  const forms = commands.flatMap(({ form }) => form ?? []);
  for (const form of forms) {
    bolt.view<ViewSubmitAction>(form.name, ({ ack, body, view, client }) =>
      submitForm({ app, client, view, sender: senderOf(body), ack: (response) => ack(response) }, form),
    );
  }

  bolt.options(accountAction, async ({ ack, body, payload }) => {
    await ack({ options: await offered(app, senderOf(body), payload.value) });
  });

  registerStale(
    bolt,
    forms.map(({ name }) => name),
  );
  bolt.error(async (error) => app.log.error({ err: error }, "unhandled in a listener"));
  return running;
}

async function offered(app: App, sender: ReturnType<typeof senderOf>, typed: string) {
  try {
    return await accountOptions(await callerContext(app, sender), typed);
  } catch (err) {
    app.log.warn({ err }, "no options to offer");
    return [];
  }
}

/** What an earlier version left in Slack still answers, so that nobody looks at a spinner. */
function registerStale(bolt: Bolt, names: string[]): void {
  const unknown = new RegExp(`^(?!(?:${names.join("|")})$)`);
  const sentence =
    "This belongs to an earlier version and does nothing any more. Send the command once more.";
  bolt.action(/^/, async ({ ack, respond }) => {
    await ack();
    await respond?.({ response_type: "ephemeral", replace_original: false, text: sentence });
  });
  bolt.view(unknown, async ({ ack }) =>
    ack({ response_action: "update", view: messageView("Out of date", sentence) }),
  );
  bolt.options(new RegExp(`^(?!${accountAction}$)`), async ({ ack }) => ack({ options: [] }));
}

interface Asked {
  sender: { chatUserId: string };
}

/** Through the response_url, which reaches every channel; where Slack does not take it any more, directly. */
async function say(
  app: App,
  client: WebClient,
  respond: RespondFn,
  { sender }: Asked,
  text: string,
): Promise<void> {
  try {
    await respond({ response_type: "ephemeral", text });
  } catch (err) {
    app.log.warn({ err }, "response_url refused: answering directly");
    await client.chat.postMessage({ channel: await app.chat.openDirect(sender.chatUserId), text });
  }
}
