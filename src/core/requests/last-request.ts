import type { ConsoleUserActor, Context } from "../context.ts";
import { withdrawDraft } from "../kernel/requests/confirm-request.ts";
import { cancelRequest } from "../kernel/requests/enter-queue-or-approval.ts";
import { cancelFailed } from "../kernel/requests/failed-request.ts";
import { mayDecideFailed } from "../kernel/requests/approvals.ts";
import { type RequestRow, requestParts } from "../kernel/requests/request-kind.ts";
import { requestTitles } from "../kernel/requests/request-title.ts";
import { hint, type HintedCommand } from "../kernel/text/command-hint.ts";

export interface LastRequest {
  request: RequestRow;
  title: string;
  /** Failed, and the caller may decide what becomes of it. */
  decidable: boolean;
}

/** What the caller asked for last; undefined where that is nothing. */
export async function lastRequest(ctx: Context<ConsoleUserActor>): Promise<LastRequest | undefined> {
  const request = await ctx.db.request.findFirst({
    where: { requesterId: ctx.actor.id },
    orderBy: { id: "desc" },
    include: requestParts,
  });
  if (!request) return undefined;
  const title = (await requestTitles(ctx, [request])).get(request.id) ?? request.kind;
  return { request, title, decidable: request.status === "failed" && mayDecideFailed(ctx.actor, request) };
}

export const nothingAsked = "You have made no requests yet.";

/** Takes the caller's last request back where it still waits, and says how it stands; of what has ended, what is left to do. */
export async function cancelLastRequest(ctx: Context<ConsoleUserActor>): Promise<string> {
  const last = await lastRequest(ctx);
  if (!last) return nothingAsked;
  const { request, title, decidable } = last;
  switch (request.status) {
    case "draft":
      await withdrawDraft(ctx, request.id);
      return `Taken back: ${title}. Nothing was changed.`;
    case "awaitingApproval":
    case "awaitingValues":
      await cancelRequest(ctx, request.id);
      return `Taken back: ${title}. Nothing was changed.`;
    case "queued":
      return `${title} is already running and cannot be taken back. When its card says that it is done: ${reversalOf(request.kind)}`;
    case "failed":
      if (!decidable) return `${title} has failed. There is nothing to take back.`;
      await cancelFailed(ctx, request.id);
      return `Cancelled: ${title}, which had failed.`;
    case "done":
      return `${title} is done and cannot be taken back. ${reversalOf(request.kind)}`;
    case "cancelled":
    case "denied":
    case "expired":
      return `${title} was ${request.status} already. There is nothing to take back.`;
  }
}

/** What undoes each kind of request, as a sentence that sends people to it. */
const reversals: Record<string, [HintedCommand, string]> = {
  "grant-admin": ["revoke-admin", "takes Administrator away again"],
  "revoke-admin": ["grant-admin", "gives Administrator back"],
  "remove-user": ["add-accounts", "gives the Account back"],
  "add-accounts": ["remove-user", "takes an Account away again"],
  "invite-user": ["revoke-invitation", "ends the invitation, while nobody has used it"],
  "invite-users": ["invitations", "lists the invitations, so that you can revoke them"],
  "create-user": ["delete-user", "deletes the User"],
  "suspend-account": ["resume", "ends the suspension"],
  "suspend-membership": ["resume", "ends the suspension"],
  "resume-account": ["suspend", "suspends it again"],
  "resume-membership": ["suspend", "suspends it again"],
  "account-settings": ["account-settings", "changes the settings back"],
  "change-settings": ["settings", "changes the settings back"],
  "set-permissions": ["permissions", "sets them as they were"],
  admins: ["admins", "sets the ticks back"],
  "invite-console-user": [
    "console-users",
    "lists the invitations to the Console, so that you can revoke them",
  ],
  "freeze-console-user": ["unfreeze-console-user", "gives them back what they may do"],
  "unfreeze-console-user": ["freeze-console-user", "freezes them again"],
  "create-account": ["delete-account", "deletes the Account"],
  "create-api-client": ["api-clients", "revokes it"],
  "add-api-client-secret": ["api-clients", "revokes it"],
  "change-api-client": ["api-clients", "changes it back"],
  "change-marketplace": ["marketplaces", "changes it back"],
};

function reversalOf(kind: string): string {
  const [command, what] = Object.hasOwn(reversals, kind) ? (reversals[kind] ?? []) : [];
  return command ? `${hint(command)} ${what}.` : "Nothing can bring back what it removed.";
}
