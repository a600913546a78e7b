import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { AccountUserActor, Context } from "../context.ts";
import { personName } from "../text/person-name.ts";
import { requireOwnSettings } from "./require-own-settings.ts";

export const namesForm = z.object({ firstName: personName, lastName: personName });
export type NamesForm = z.infer<typeof namesForm>;

/** Changes the actor's own names. False where they are those already. */
export async function changeNames(ctx: Context<AccountUserActor>, form: NamesForm): Promise<boolean> {
  const { id, username, firstName, lastName } = await requireOwnSettings(ctx);
  const names = namesForm.parse(form);
  if (names.firstName === firstName && names.lastName === lastName) return false;
  await ctx.db.$transaction(async (tx) => {
    await tx.user.update({ where: { id }, data: names, select: { id: true } });
    await recordAudit(tx, ctx, {
      action: "names-changed",
      subject: { kind: "user", id, name: username },
      before: { firstName, lastName },
      after: names,
    });
  });
  return true;
}
