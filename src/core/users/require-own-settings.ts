import { recordAudit } from "../audit/record-audit.ts";
import type { AccountUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { User } from "../generated/prisma/client.ts";

/** The actor's User, whose settings are theirs to change: not in a session that began with a sign-in link. Throws forbidden. */
export async function requireOwnSettings(ctx: Context<AccountUserActor>): Promise<User> {
  const { actor, db } = ctx;
  if (actor.onlyAccountId) {
    await recordAudit(db, ctx, {
      action: "refused",
      subject: { kind: "page", name: "settings" },
      after: { because: "came by a sign-in link" },
    });
    throw new DomainError(
      "forbidden",
      "You came by a link that opens one account. To change your settings, sign in with your password.",
    );
  }
  return db.user.findUniqueOrThrow({ where: { id: actor.id } });
}
