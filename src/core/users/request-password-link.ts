import { recordAudit } from "../audit/record-audit.ts";
import type { Context, Visitor } from "../context.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { forgottenPasswordMailing } from "./forgotten-password-mailing.ts";

export const namedAtMost = 254;

/**
 * Has a link to set a password mailed to the User of that user ID or e-mail, if there is one with an e-mail. Who that is
 * is looked up by the worker alone, so that the same is done here, in the same time, whether there is one or not.
 */
export async function requestPasswordLink(ctx: Context<Visitor>, name: string): Promise<void> {
  const now = ctx.clock();
  await transact(ctx, async (tx, after) => {
    await forgottenPasswordMailing.write(tx, after, { name: name.slice(0, namedAtMost) }, now);
    await recordAudit(tx, ctx, {
      action: "password-link-requested",
      subject: { kind: "user" },
    });
  });
}
