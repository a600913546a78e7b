import type { WebClient } from "@slack/web-api";
import type { ModalView } from "@slack/types";
import type { App } from "../core/context.ts";
import { callerContext, type Sender } from "./caller.ts";
import type { Command } from "./command.ts";
import { DomainError } from "../core/errors.ts";
import type { Form, FormView } from "./form.ts";
import { plain } from "./plain-text.ts";
import { withReason } from "./reason-field.ts";
import { sentenceFor } from "./sentence.ts";
import { updateView } from "./update-view.ts";

export interface FormOpening {
  app: App;
  client: WebClient;
  sender: Sender;
  channelId: string;
  triggerId: string;
  /** Every command there is. */
  commands: Command[];
}

/** Opens an empty modal while the trigger lives, and fills it when everything it shows has been read. */
export async function openForm(
  opening: FormOpening,
  form: Form,
  typed: Record<string, string>,
): Promise<void> {
  const { app, client, sender, channelId, triggerId, commands } = opening;
  const viewId = await openEmpty(client, form, triggerId);
  try {
    const ctx = await callerContext(app, sender);
    const filled = await form.view(ctx, typed, { commands });
    await updateView(client, viewId, formView({ app, commands, channelId }, form, filled));
  } catch (error) {
    const sentence = sentenceFor(app, error);
    await updateView(client, viewId, messageView(form.title, sentence));
    // Said in the channel as well, to the caller alone: a modal is gone once it is closed.
    throw new DomainError("forbidden", sentence);
  }
}

/** A form as a modal. */
export function formView(
  { app, commands, channelId }: Pick<FormOpening, "app" | "commands" | "channelId">,
  form: Form,
  { state, blocks, ...filled }: FormView,
): ModalView {
  return {
    ...frame(form),
    callback_id: form.name,
    private_metadata: JSON.stringify({ channelId, state }),
    ...filled,
    blocks: mayNeedApproval(app, commands, form) ? withReason(blocks) : blocks,
  };
}

/** Of a command that changes something, while there is a rule at all. */
function mayNeedApproval({ approvalPolicy }: App, commands: Command[], form: Form): boolean {
  if (approvalPolicy.rules.length === 0) return false;
  return commands.some(({ changes, forms = [] }) => changes && forms.includes(form));
}

async function openEmpty(client: WebClient, form: Form, triggerId: string): Promise<string> {
  try {
    const opened = await client.views.open({
      trigger_id: triggerId,
      view: messageView(form.title, "One moment…"),
    });
    return opened.view?.id ?? "";
  } catch (error) {
    if (!String(error).includes("trigger")) throw error;
    throw new DomainError(
      "expired",
      "Slack had closed the window for opening the form. Send the command once more.",
    );
  }
}

export function messageView(title: string, text: string): ModalView {
  return {
    ...frame({ title }),
    blocks: [{ type: "section", text: plain(text.slice(0, 3000)) }],
  };
}

function frame({ title }: { title: string }): Pick<ModalView, "type" | "title" | "close"> {
  return { type: "modal", title: plain(title), close: plain("Close") };
}
