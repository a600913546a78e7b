import type { App, Context } from "../context.ts";
import type { CardWords } from "../requests/request-kind.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../requests/invalidate-card.ts";
import { accessOf } from "./access.ts";
import { loadConsoleInvitation } from "./pending-console-invitation.ts";
import { accessWords } from "./permission-words.ts";

/** Has the card of the Request that made this invitation say what has become of it. */
export async function followConsoleCard(ctx: Context, invitationId: string): Promise<void> {
  const { requestId } = await loadConsoleInvitation(ctx.db, invitationId);
  if (!requestId) return;
  await transact(ctx, (tx, after) => invalidateCard(tx, after, requestId, ctx.clock()));
}

/** Whom an invitation to the Console is for, and what it gives. */
export async function consoleInvitationFields(app: App, id: string): Promise<CardWords["fields"]> {
  const invitation = await app.db.consoleInvitation.findUnique({ where: { id } });
  return [
    ["E-mail", invitation?.email ?? "an invitation that was deleted"],
    ["Access", invitation ? accessWords(accessOf(invitation)) : ""],
  ];
}
