import { type WebClient, WebAPIPlatformError } from "@slack/web-api";
import type { KnownBlock, ModalView, View } from "@slack/types";
import type { App } from "../../core/context.ts";
import { callerContext, type Sender } from "../console-users/caller.ts";
import type { Command, Form, FormView } from "./command.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { alertOr, plain } from "./reopened-view.ts";
import { sentenceText } from "./words-markup.ts";
import { resolveCommands, slash } from "../../core/kernel/text/command-hint.ts";
import { withReason } from "./fields.ts";
import { databaseTrouble } from "../../core/database-trouble.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { newReference } from "../../core/kernel/text/reference.ts";
import { ExternalError } from "../../core/kernel/external-error.ts";
import { z } from "zod";
import { openFormAction } from "../../core/home/openings.ts";
import type { Action } from "./action.ts";

const typedValue = z.record(z.string(), z.string());

/** What a form is to hold from the start; the Home's buttons carry the form's name, and nothing else. */
function typedIn(value: string): Record<string, string> {
  return value.startsWith("{") ? typedValue.parse(JSON.parse(value)) : {};
}

/** A button for each form that a command opens: in the Home, and under lists. */
export const openForms = (commands: Command[]): Action[] =>
  commands
    .flatMap(({ forms = [] }) => forms)
    .map((form) => ({
      name: openFormAction(form.name),
      run: ({ value, openForm }) => openForm(form, typedIn(value)),
    }));

/** What a form is told besides its own fields: the line that was typed, what is wrong with it, and that it is only to plan. */
const asides = { line: "line", notice: "notice", plan: "plan" } as const;

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
    await updateView(client, viewId, formView({ app, commands, channelId }, form, filled, typed));
  } catch (error) {
    const sentence = sentenceFor(app, error);
    await updateView(client, viewId, troubleView(form.title, sentence));
    // Said in the channel as well, to the caller alone: a modal is gone once it is closed.
    throw new DomainError("forbidden", sentence);
  }
}

/** A form as a modal. */
export function formView(
  { app, commands, channelId }: Pick<FormOpening, "app" | "commands" | "channelId">,
  form: Form,
  { state, blocks, notices = [], ...filled }: FormView,
  typed: Record<string, string> = {},
): ModalView {
  const asks = mayNeedApproval(app, commands, form) || typed["because"] !== undefined;
  const planOnly = typed[asides.plan] !== undefined;
  const all = asks ? withReason(blocks, typed["because"]) : blocks;
  return {
    ...frame(form),
    callback_id: form.name,
    private_metadata: JSON.stringify({ channelId, state, ...(planOnly && { planOnly }) }),
    ...filled,
    ...(planOnly && filled.submit && { submit: plain("Show the plan") }),
    blocks: [...noticeBlocks(typed, notices), ...all].slice(0, 100),
  };
}

/** Above the fields: what was typed, and what of it was not understood. Plain text, since people typed it. */
function noticeBlocks(typed: Record<string, string>, notices: string[]): KnownBlock[] {
  const line = typed[asides.line];
  const said = [typed[asides.notice] ?? "", ...notices].filter(
    (sentence, index, all) => sentence !== "" && all.indexOf(sentence) === index,
  );
  const plan = typed[asides.plan] ? ["With --plan nothing is done: this form only shows the plan."] : [];
  const text = [
    ...said,
    ...(line && said.length > 0 ? [`You typed: ${slash} ${shorten(line, 1000)}`] : []),
    ...plan,
  ].join("\n");
  if (!text) return [];
  return [{ ...alertOr(plain(text, 2900), said.length > 0 ? "warning" : "info"), block_id: noticeBlock }];
}

const noticeBlock = "notice";

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
    throw new DomainError("expired", "Slack did not open the form in time. Send the command again.");
  }
}

export function messageView(title: string, text: string): ModalView {
  return {
    ...frame({ title }),
    blocks: [{ type: "section", text: sentenceText(text) }],
  };
}

/** The same for what went wrong. */
export function troubleView(title: string, sentence: string): ModalView {
  return { ...frame({ title }), blocks: [alertOr(sentenceText(sentence), "error")] };
}

function frame({ title }: { title: string }): Pick<ModalView, "type" | "title" | "close"> {
  return { type: "modal", title: plain(title), close: plain("Close") };
}

/** Changes what a modal shows. Where it was closed in the meantime nobody waits for it, and nothing happens. */
export async function updateView(client: WebClient, viewId: string, view: View): Promise<void> {
  try {
    await client.views.update({ view_id: viewId, view });
  } catch (error) {
    const closed = error instanceof WebAPIPlatformError && error.data.error === "not_found";
    if (!closed) throw error;
  }
}

const references = new WeakMap<object, string>();

/** Under which an error was logged, and shown to somebody. */
export const referenceOf = (error: unknown): string | undefined =>
  error instanceof Error ? references.get(error) : undefined;

/** What a person is told of an error, with its moments still to be written. What is not meant for people is logged under the reference they see. */
export function sentenceFor(app: App, error: unknown): string {
  if (error instanceof DomainError) return resolveCommands(error.message);
  const reference = newReference();
  if (error instanceof Error) references.set(error, reference);
  app.log.error({ err: error, reference }, "unexpected error in the bot");
  const trouble = error instanceof ExternalError ? error : databaseTrouble(error);
  const what = resolveCommands(trouble?.message ?? "Something went wrong on our side.");
  return `${what} Try again in a minute: nothing is done twice. If it still fails, tell your administrator the reference ${reference}.`;
}
