import { recordAudit } from "../audit/record-audit.ts";
import { after, days } from "../clock.ts";
import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { accountLabel } from "../accounts/account-name.ts";
import { loadForRequester } from "../requests/load-open-approval.ts";
import { issueSignInToken, marketplacePath } from "../sign-in-tokens/issue-sign-in-token.ts";
import { deployMarketplaceRequest } from "./deploy-request.ts";

/** For how long after a deployment its requester can have sign-in links. */
export const signInLinkFor = days(1);

export interface ShownSignInLink {
  url: string;
  username: string;
  account: string;
  expiresAt: Date;
}

/**
 * A fresh sign-in link of a deployment, for whoever asked for it alone: it lets its bearer act as that User. Throws
 * forbidden, not-found, conflict and expired.
 */
export async function showSignInLink(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
): Promise<ShownSignInLink> {
  const request = await loadForRequester(ctx, requestId);
  await requirePermission(ctx, deployMarketplaceRequest.needs, "sign-in-link");
  if (request.status !== "done")
    throw new DomainError("conflict", "Not yet: its card says when it is done. Press the button again then.");
  if ((request.finishedAt ?? request.createdAt) <= after(ctx.clock(), -signInLinkFor))
    throw new DomainError("expired", "This is more than a day old. /cyclr marketplace deploys it anew.");
  return ctx.db.$transaction(async (tx) => {
    const deployment = await tx.deployment.findFirst({
      where: { requestId },
      include: { user: { include: { memberships: true } }, account: true },
    });
    if (!deployment?.user)
      throw new DomainError("not-found", "What was deployed is not there any more. Nothing was made.");
    const { user, account, marketplaceId, id: deploymentId } = deployment;
    const membership = user.memberships.find(({ accountId }) => accountId === account.id);
    if (account.suspendedAt || !membership || membership.suspendedAt)
      throw new DomainError(
        "conflict",
        `${user.username} cannot open ${accountLabel(account)} at the moment.`,
      );
    const about = { user, account, deploymentId, returnUrl: marketplacePath(marketplaceId) };
    const { url, expiresAt, entry } = await issueSignInToken(ctx, tx, about);
    await recordAudit(tx, ctx, { ...entry, requestId });
    return { url, username: user.username, account: accountLabel(account), expiresAt };
  });
}
