import type { Context } from "../context.ts";
import { dispatch, invalidateCard } from "../requests/invalidate-card.ts";
import type { LoadedInvitation } from "./load-invitation.ts";

/** Has the card of the Request that made this Invitation say what has become of it. */
export async function followCard(ctx: Context, { requestId }: LoadedInvitation): Promise<void> {
  if (!requestId) return;
  const tasks = await ctx.db.$transaction((tx) => invalidateCard(tx, requestId, ctx.clock()));
  await dispatch(ctx, [requestId], tasks);
}
