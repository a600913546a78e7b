import type { JsonObject } from "../model/json-object.ts";
import type { SlackUser } from "../model/slack-user.ts";
import type { View } from "../model/view.ts";
import type { SlackContext } from "../slack-context.ts";
import { findPerson, interactionBase } from "./interaction-base.ts";
import { seenView } from "./seen-view.ts";

export interface CloseInput {
  userId: string;
  viewId: string;
  /** The cross at the top, which closes the whole stack. */
  all?: boolean;
}

export async function closeView(ctx: SlackContext, input: CloseInput): Promise<{ notified: string[] }> {
  const user = findPerson(ctx, input.userId);
  const view = seenView(ctx, input.userId, input.viewId);
  const stack = ctx.workspace.views.stack(user.id);
  const clears = input.all === true || view.clear_on_close;
  const closed = clears ? stack.toReversed() : [view];
  ctx.workspace.views.set(
    user.id,
    stack.filter((one) => !closed.includes(one)),
  );
  const told = closed.filter((one) => one.notify_on_close);
  await Promise.all(told.map((one) => tell(ctx, user, one, clears)));
  return { notified: told.map((one) => one.id) };
}

async function tell(ctx: SlackContext, user: SlackUser, view: View, isCleared: boolean): Promise<void> {
  const payload: JsonObject = {
    type: "view_closed",
    ...interactionBase(ctx, user),
    view: structuredClone(view),
    is_cleared: isCleared,
  };
  await ctx.courier.deliver({ kind: "interactive", payload, acceptsPayload: false });
}
