import type { Context } from "../context.ts";
import { nudge, outdateCard } from "../requests/nudge.ts";
import type { LoadedInvitation } from "./load-invitation.ts";

/** Has the card of the Request that made this Invitation say what has become of it. */
export async function followCard(ctx: Context, { requestId }: LoadedInvitation): Promise<void> {
  if (!requestId) return;
  const nudges = await ctx.db.$transaction((tx) => outdateCard(tx, requestId, ctx.clock()));
  await nudge(ctx, [requestId], nudges);
}
