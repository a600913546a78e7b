import { randomBytes } from "node:crypto";
import { recordAudit } from "../audit/record-audit.ts";
import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { notificationSecretPurpose } from "../notifications/sign-notification.ts";
import { seal } from "../secrets/seal.ts";
import { hashToken } from "../secrets/token.ts";
import { loadPartner } from "./partner-settings.ts";

/** Names the secret that stands, and tells nothing of it: a click on an old button makes no second one. */
export function secretMark(sealed: string | null): string {
  return sealed ? Buffer.from(hashToken(sealed)).toString("base64url").slice(0, 16) : "none";
}

/**
 * Makes another secret to sign notifications with, and returns it, this once. `shown` is the mark of the one it replaces.
 * Throws forbidden, and conflict where that one was replaced already.
 */
export async function rotateNotificationSecret(
  ctx: Context<ConsoleUserActor>,
  { shown }: { shown: string },
): Promise<string> {
  await requirePermission(ctx, "settings:edit", "notification-secret");
  const secret = `whsec_${randomBytes(32).toString("base64url")}`;
  await ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT "id" FROM "Partner" WHERE "id" = 1 FOR UPDATE`;
    const { name, notificationSecretSealed: old } = await loadPartner(tx);
    if (secretMark(old) !== shown)
      throw new DomainError(
        "conflict",
        "The secret was replaced in the meantime. /cyclr settings shows when.",
      );
    const notificationSecretSealed = seal(ctx.secretKeys, notificationSecretPurpose, secret);
    await tx.partner.update({ where: { id: 1 }, data: { notificationSecretSealed } });
    await recordAudit(tx, ctx, {
      action: "notification-secret-made",
      subject: { kind: "partner", id: "1", name },
      after: { replaced: old !== null },
    });
  });
  return secret;
}
