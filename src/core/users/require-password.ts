import { recordAudit } from "../audit/record-audit.ts";
import type { AccountUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { User } from "../generated/prisma/client.ts";
import { verifyPassword } from "../secrets/password.ts";
import { nobodysHash } from "./sign-in.ts";

/** Throws invalid, at the field, where this is not the actor's own password; the refusal is recorded. */
export async function requirePassword(
  ctx: Context<AccountUserActor>,
  user: User,
  given: { password: string; field: string; for: string },
): Promise<void> {
  const right = await verifyPassword(user.passwordHash ?? nobodysHash, given.password);
  if (right && user.passwordHash) return;
  await recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "page", name: given.for },
    after: { because: "wrong password" },
  });
  throw new DomainError("invalid", "This is not your password. Type the one you sign in with.", given.field);
}
