import type { ViewOutput, ViewResponseAction } from "@slack/bolt";
import type { ModalView, View } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { resolveHints } from "../../core/kernel/text/command-hint.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import type { App } from "../../core/context.ts";
import { zoneOf } from "../../core/kernel/time/time-zone.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { Plan } from "../../core/kernel/requests/approval-policy.ts";
import { OnlyPlanned, type Submitted } from "../../core/kernel/requests/submit-request.ts";
import { planWords, submittedWords } from "../../core/kernel/requests/confirm-request.ts";
import { callerContext, type Sender } from "../console-users/caller.ts";
import { confirmationView } from "../requests/confirmation.ts";
import { type Command, type Form, type Shown, formValues } from "./command.ts";
import { formView, messageView, troubleView, updateView, sentenceFor } from "./open-form.ts";
import { reasonIn } from "./fields.ts";
import { alert, reopenedView, section } from "./reopened-view.ts";
import { tellCommand } from "./tell-command.ts";
import { z } from "zod";

const metadata = z.object({
  channelId: z.string(),
  state: z.unknown().optional(),
  planOnly: z.boolean().default(false),
});

/** What a form's modal carries: where it was opened, and what the form itself has to know again. */
export function readMetadata({ private_metadata: text }: Pick<ViewOutput, "private_metadata">) {
  return metadata.parse(JSON.parse(text));
}

export function formState(view: Pick<ViewOutput, "private_metadata">): unknown {
  return readMetadata(view).state;
}

/** Slack gives up after 3 s; past this the modal says that it is still at work, and is told the end later. */
const answerWithinMs = 2000;

export interface FormSubmission {
  app: App;
  client: WebClient;
  sender: Sender;
  view: ViewOutput;
  /** Every command there is. */
  commands: Command[];
  ack: (response?: ViewResponseAction) => Promise<void>;
}

/** Runs the form's use case, and answers at the field that is wrong, by closing, or with a sentence. */
export async function submitForm(submission: FormSubmission, form: Form): Promise<void> {
  const { ack, client, view } = submission;
  const work = run(submission, form);
  const inTime = await Promise.race([work, lapse(answerWithinMs)]);
  if (inTime) return ack(inTime === closed ? undefined : inTime);
  await ack({ response_action: "update", view: messageView(form.title, "Still working…") });
  const end = await work;
  await updateView(client, view.id, lateView(form, view, end));
}

const closed: ViewResponseAction = { response_action: "clear" };

async function run({ app, sender, view, commands }: FormSubmission, form: Form): Promise<ViewResponseAction> {
  let timeZone = app.timeZone;
  const tell = tellCommand(app, { command: form.name, via: "form", who: sender.chatUserId });
  try {
    const { channelId, state, planOnly } = readMetadata(view);
    const ctx = await callerContext(app, sender);
    timeZone = zoneOf(ctx, ctx.actor);
    const values = formValues(view);
    const place = {
      channelId: channelId || sender.chatUserId,
      chatUserId: sender.chatUserId,
      idempotencyKey: `view:${view.id}`,
      ...reasonIn(values),
      ...(planOnly && { planOnly }),
    };
    const said = await form.submit(ctx, values, place, { commands, state });
    tell();
    if (typeof said === "object" && "redraw" in said) {
      const redrawn = formView(
        { app, commands, channelId },
        form,
        said.redraw,
        planOnly ? { plan: "only" } : {},
      );
      return { response_action: "update", view: redrawn };
    }
    return answerTo(view, form.title, said);
  } catch (error) {
    if (error instanceof OnlyPlanned) {
      tell(error);
      return { response_action: "update", view: plannedView(view, error.plan) };
    }
    const sentence = sentenceFor(app, error);
    tell(error);
    const field = error instanceof DomainError ? error.field : undefined;
    if (field && Object.hasOwn(view.state.values, field))
      return { response_action: "errors", errors: { [field]: resolveHints(sentence, timeZone) } };
    return { response_action: "update", view: refusedView(form, view, error, sentence) };
  }
}

function plannedView(view: ViewOutput, plan: Plan): ModalView {
  const words = escapeMrkdwn(planWords(plan, "With --plan nothing is done. This would be done:"));
  return reopenedView(view, { results: [section(words)] });
}

/** What can be put right is said under the form, which keeps what was typed; anything else takes its place. */
function refusedView(form: Form, view: ViewOutput, error: unknown, sentence: string): ModalView {
  const mendable = error instanceof DomainError && ["invalid", "conflict"].includes(error.code);
  if (!mendable) return troubleView(form.title, sentence);
  return reopenedView(view, { results: [alert(escapeMrkdwn(sentence))] });
}

function answerTo(
  view: ViewOutput,
  title: string,
  said: string | Shown | Submitted | undefined,
): ViewResponseAction {
  if (said === undefined) return closed;
  if (typeof said === "string") return { response_action: "update", view: messageView(title, said) };
  if ("blocks" in said) return { response_action: "update", view: shownView(view, said) };
  if (said.needsConfirmation) return { response_action: "update", view: confirmationView(title, said) };
  // The card tells the rest; what it cannot tell is said here, and so is what to be careful about, as on one line.
  const isPlain = said.queued && !said.repeated && !said.awaitsApproval && !said.awaitsValues;
  if (isPlain && said.plan.warnings.length === 0) return closed;
  return { response_action: "update", view: messageView(title, submittedWords(said)) };
}

function shownView(view: ViewOutput, { blocks, instead }: Shown): ModalView {
  return instead ? { ...reopenedView(view, {}), blocks } : reopenedView(view, { results: blocks });
}

/** Slack takes no error at a field any more: the form comes back with what was typed, and with the fault beside it. */
function lateView(form: Form, view: ViewOutput, end: ViewResponseAction): View {
  if ("view" in end && end.view) return end.view;
  const [fault] = "errors" in end ? Object.entries(end.errors ?? {}) : [];
  if (!fault) return messageView(form.title, "Done. The card shows the result.");
  const [field, sentence] = fault;
  return reopenedView(view, { fault: { field, sentence: escapeMrkdwn(sentence) } });
}

function lapse(ms: number): Promise<undefined> {
  return new Promise((resolve) => void setTimeout(() => resolve(undefined), ms).unref());
}
