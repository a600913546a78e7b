import type { JsonObject } from "../model/json-object.ts";
import type { SlackContext } from "../slack-context.ts";
import type { InteractionOutcome } from "./click.ts";
import { findElement } from "./find-element.ts";
import { findPerson, interactionBase } from "./interaction-base.ts";
import { seenView } from "./seen-view.ts";
import { useElement, type Use } from "./use-element.ts";

export interface ViewClickInput extends Use {
  userId: string;
  viewId: string;
}

/** Throws for an element of an input block without `dispatch_action`: Slack tells the app nothing of it until the view is submitted. */
export async function clickInView(ctx: SlackContext, input: ViewClickInput): Promise<InteractionOutcome> {
  const user = findPerson(ctx, input.userId);
  const view = seenView(ctx, input.userId, input.viewId);
  const found = findElement(view.blocks, input.actionId, input.blockId);
  if (found.block.type === "input" && found.block["dispatch_action"] !== true)
    throw new Error(`${input.actionId} is an input without dispatch_action: use fillView or submitView`);
  const { views } = ctx.workspace;
  const action = useElement(ctx, found, input, {
    values: view.state.values,
    loaded: views.offered(view.id, found.blockId, found.actionId),
    keep: (blockId, actionId, value) => views.keep(view, blockId, actionId, value),
  });
  const triggerId = ctx.triggers.issue(user.id);
  const payload: JsonObject = {
    type: "block_actions",
    ...interactionBase(ctx, user),
    container: { type: "view", view_id: view.id },
    trigger_id: triggerId,
    view: structuredClone(view),
    actions: [action],
  };
  const receipt = await ctx.courier.deliver({ kind: "interactive", payload, acceptsPayload: false });
  const { answer: _answer, ...outcome } = receipt;
  return { ...outcome, triggerId };
}
