import type { Context } from "../context.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../requests/invalidate-card.ts";
import type { LoadedInvitation } from "./load-invitation.ts";

/** Has the card of the Request that made this Invitation say what has become of it. */
export async function followCard(ctx: Context, { requestId }: LoadedInvitation): Promise<void> {
  if (!requestId) return;
  await transact(ctx, (tx, after) => invalidateCard(tx, after, requestId, ctx.clock()));
}
