import { type JsonObject, textOf, objectOf, type View } from "../model/message-log.ts";
import { SlackError, invalidArguments } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import { fillView, type FillInput, allElements, type Found, findPerson, interactionBase } from "./click.ts";
import { VALUE_SHAPES } from "../blocks/value-shapes.ts";
import { refuseTakenExternalId } from "../api/present-channel.ts";
import { acceptView } from "../blocks/check-block.ts";
import { LIMITS } from "../limits.ts";
import { buildView } from "../model/identity.ts";

/** `failed` is "We had some trouble connecting": the view stays open and nothing typed is lost. */
export interface Submission {
  result: "closed" | "errors" | "updated" | "pushed" | "cleared" | "failed";
  errors?: Record<string, string>;
  /** True when Slack's client refused by itself and the app heard nothing. */
  byClient?: boolean;
  view?: View;
  error?: string;
  messages?: string[];
  /** What Slack itself tells the person when the submission failed. */
  notice?: string;
  ackMs: number;
}

export async function submitView(ctx: SlackContext, input: FillInput): Promise<Submission> {
  const user = findPerson(ctx, input.userId);
  const view = fillView(ctx, input);
  if (view.type !== "modal" || !hasSubmit(view)) throw new Error(`view ${view.id} has no submit button`);
  const errors = clientErrors(view);
  if (Object.keys(errors).length > 0) return { result: "errors", errors, byClient: true, view, ackMs: 0 };
  const payload: JsonObject = {
    type: "view_submission",
    ...interactionBase(ctx, user),
    trigger_id: ctx.triggers.issue(user.id),
    view: structuredClone(view),
    response_urls: responseUrlsOf(ctx, user.id, view),
  };
  const receipt = await ctx.courier.deliver({ kind: "interactive", payload, acceptsPayload: true });
  const { ackMs } = receipt;
  if (!receipt.acknowledged)
    return { result: "failed", view, ackMs, error: receipt.error ?? "dispatch_failed", notice: NOTICE };
  try {
    return { ...applyResponseAction(ctx, user.id, view, receipt.answer), ackMs };
  } catch (error) {
    if (error instanceof SlackError) return { result: "failed", view, ackMs, notice: NOTICE, ...told(error) };
    throw error;
  }
}

const NOTICE = "We had some trouble connecting. Try again?";

function hasSubmit(view: View): boolean {
  return view.submit !== null || view.blocks.some((block) => block.type === "input");
}

function told(error: SlackError): { error: string; messages?: string[] } {
  const metadata = error.extra["response_metadata"] as { messages?: string[] } | undefined;
  return { error: error.code, ...(metadata?.messages && { messages: metadata.messages }) };
}

/** One response URL for each chosen conversation of a select that asks for it. */
function responseUrlsOf(ctx: SlackContext, userId: string, view: View): JsonObject[] {
  return allElements(view.blocks)
    .filter((found) => found.element["response_url_enabled"] === true)
    .flatMap(({ blockId, actionId }) => {
      const chosen = view.state.values[blockId]?.[actionId];
      const channelId = textOf(chosen?.["selected_conversation"] ?? chosen?.["selected_channel"]);
      if (channelId === "") return [];
      const path = ctx.responseUrls.issue("actions", { channelId, userId });
      const url = `${ctx.origin()}${path}`;
      return [{ block_id: blockId, action_id: actionId, channel_id: channelId, response_url: url }];
    });
}

/** What Slack's client complains about by itself, by block_id, before the app hears of the submission. */
function clientErrors(view: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const found of allElements(view.blocks)) {
    if (found.block.type !== "input") continue;
    const value = valueOf(view, found);
    const error = isEmpty(value) ? missing(found) : malformed(found.element, value);
    if (error) errors[found.blockId] = error;
  }
  return errors;
}

function valueOf(view: View, { blockId, actionId, element }: Found): unknown {
  const shape = VALUE_SHAPES[textOf(element["type"])];
  return shape ? view.state.values[blockId]?.[actionId]?.[shape.field] : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function missing({ block }: Found): string | undefined {
  return block["optional"] === true ? undefined : "Please complete this required field.";
}

function malformed(element: JsonObject, value: unknown): string | undefined {
  const text = textOf(value);
  const min = element["min_length"];
  const max = element["max_length"];
  if (typeof min === "number" && text.length < min) return `Please enter at least ${min} characters.`;
  if (typeof max === "number" && text.length > max) return `Please enter no more than ${max} characters.`;
  if (element["type"] === "email_text_input" && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text))
    return "Please enter a valid email address.";
  if (element["type"] === "url_text_input" && !URL.canParse(text)) return "Please enter a valid URL.";
  if (element["type"] === "number_input" && Number.isNaN(Number(text))) return "Please enter a number.";
  return undefined;
}

type Applied = Omit<Submission, "ackMs">;

function applyResponseAction(
  ctx: SlackContext,
  userId: string,
  view: View,
  answer: JsonObject | undefined,
): Applied {
  const action = textOf(answer?.["response_action"]);
  switch (action) {
    case "":
      return close(ctx, userId, view);
    case "errors":
      return { result: "errors", errors: errorsOf(view, answer), view };
    case "update":
      return update(ctx, view, answer);
    case "push":
      return push(ctx, userId, view, answer);
    case "clear":
      ctx.workspace.views.set(userId, []);
      return { result: "cleared" };
    default:
      throw new SlackError("invalid_response_action");
  }
}

function close(ctx: SlackContext, userId: string, view: View): Applied {
  ctx.workspace.views.remove(userId, view.id);
  return { result: "closed" };
}

function errorsOf(view: View, answer: JsonObject | undefined): Record<string, string> {
  const errors = objectOf(answer?.["errors"]);
  const inputs = new Set(
    view.blocks.filter((block) => block.type === "input").map((block) => block.block_id),
  );
  const strangers = Object.keys(errors).filter((blockId) => !inputs.has(blockId));
  if (Object.keys(errors).length === 0 || strangers.length > 0)
    throw invalidArguments([`errors must name input blocks of the view, not: ${strangers.join(", ")}`]);
  return Object.fromEntries(Object.entries(errors).map(([blockId, text]) => [blockId, textOf(text)]));
}

function update(ctx: SlackContext, view: View, answer: JsonObject | undefined): Applied {
  const definition = acceptedModal(ctx, answer, view.id);
  ctx.workspace.views.replace(view, buildView(ctx.identity, definition, ctx.now(), view));
  return { result: "updated", view };
}

function push(ctx: SlackContext, userId: string, view: View, answer: JsonObject | undefined): Applied {
  const stack = ctx.workspace.views.stack(userId);
  if (stack.length >= LIMITS.viewStack) throw new SlackError("push_limit_reached");
  const definition = acceptedModal(ctx, answer);
  const built = buildView(ctx.identity, definition, ctx.now());
  const pushed = { ...built, previous_view_id: view.id, root_view_id: view.root_view_id };
  ctx.workspace.views.push(userId, pushed);
  return { result: "pushed", view: pushed };
}

function acceptedModal(ctx: SlackContext, answer: JsonObject | undefined, viewId?: string): JsonObject {
  const definition = acceptView(answer?.["view"], "modal");
  refuseTakenExternalId(ctx, textOf(definition["external_id"]), viewId);
  return definition;
}
