import { accountLabel } from "../accounts/account-name.ts";
import type { Words } from "../chat/card.ts";
import type { App } from "../context.ts";
import type { CardWords, RequestRow } from "../requests/request-kind.ts";
import { standardCard } from "../requests/standard-card.ts";

export async function resendCard(
  app: App,
  request: RequestRow,
  { invitationId }: { invitationId: string },
): Promise<CardWords> {
  return standardCard(app, request, {
    noun: "Resending",
    fields: await invitationFields(app, invitationId),
    done: request.mailedAt ? "Invitation resent" : "Nothing resent",
    note: noteOf(request),
  });
}

/** Whom an Invitation is for, and for what. */
export async function invitationFields(app: App, id: string): Promise<CardWords["fields"]> {
  const invitation = await app.db.invitation.findUnique({ where: { id }, include: { account: true } });
  return [
    ["E-mail", invitation?.email ?? "an invitation that was deleted"],
    ["Account", invitation ? accountLabel(invitation.account) : "an Account that was deleted"],
  ];
}

function noteOf({ mailedAt }: RequestRow): Words {
  if (!mailedAt) return "The invitation ended before its new link was mailed.";
  return ["A new link went out at ", { time: mailedAt }, ", good for seven days. The earlier link is dead."];
}
