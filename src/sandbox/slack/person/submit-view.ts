import type { JsonObject } from "../model/json-object.ts";
import type { View } from "../model/view.ts";
import { SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import { applyResponseAction } from "./apply-response-action.ts";
import { clientErrors } from "./client-errors.ts";
import { fillView, type FillInput } from "./fill-view.ts";
import { findPerson, interactionBase } from "./interaction-base.ts";
import { responseUrlsOf } from "./response-urls-of.ts";

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
