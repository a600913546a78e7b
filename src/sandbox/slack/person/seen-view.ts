import type { View } from "../model/view.ts";
import type { SlackContext } from "../slack-context.ts";

/** The view as this person can use it: the top of their stack, or their Home tab. */
export function seenView(ctx: SlackContext, userId: string, viewId: string): View {
  const home = ctx.workspace.views.home(userId);
  if (home?.id === viewId) return home;
  const stack = ctx.workspace.views.stack(userId);
  const top = stack.at(-1);
  if (top?.id === viewId) return top;
  if (stack.some((view) => view.id === viewId)) throw new Error(`${viewId} is covered by another view`);
  throw new Error(`${userId} has no view ${viewId} open`);
}
