import { randomUUID } from "node:crypto";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../database.ts";
import type { Account } from "../generated/prisma/client.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { standardCard } from "../requests/standard-card.ts";
import { fold } from "../text/fold.ts";
import { identityKey } from "../text/identity-key.ts";
import { accountApiId, accountDescription, accountName } from "./account-fields.ts";
import { accountLabel } from "./account-name.ts";
import { loadAccount, lockAccount } from "./load-account.ts";
import { requireFreeApiId } from "./require-free-api-id.ts";
import { requireParent } from "./require-parent.ts";

export const createAccountInput = z.object({
  name: accountName,
  apiId: accountApiId,
  description: accountDescription,
  parentId: z.uuid("Choose an Account.").nullable(),
});

type CreateAccountInput = z.infer<typeof createAccountInput>;

/** What people type: without an API ID a GUID is made, once, so that the plan and the run speak of the same. */
export const createAccountForm = z.object({
  name: accountName,
  apiId: z
    .string()
    .nullish()
    .transform((typed) => typed?.trim() || randomUUID())
    .pipe(accountApiId),
  description: accountDescription.default(""),
  parentId: z.uuid("Choose an Account.").nullish().default(null),
});

/** Makes an Account, or a sub-account, that nobody has access to yet: nobody of the parent either. */
export const createAccountRequest = defineRequest({
  kind: "create-account",
  input: createAccountInput,
  needs: "accounts:manage",

  async plan(ctx, { name, apiId, parentId }) {
    await requireFreeApiId(ctx.db, apiId);
    const parent = parentId ? await loadAccount(ctx.db, parentId, "parentId") : undefined;
    if (parent) requireParent(parent);
    const namesake = await ctx.db.account.findFirst({ where: { nameKey: fold(name) } });
    const under = parent
      ? `, as a sub-account of ${accountLabel(parent)}. No user of the parent gets access to it`
      : "";
    return {
      ...(parentId && { accountId: parentId }),
      openKey: `api-id:${identityKey(apiId)}`,
      what: `the new Account ${accountLabel({ name, apiId })}`,
      effects: [`${accountLabel({ name, apiId })} is created${under}. It has no users yet.`],
      warnings: namesake ? [`There is an Account of that name already: ${accountLabel(namesake)}.`] : [],
      asks: namesake !== null,
    };
  },

  run: (ctx, request, input) =>
    applyOnce(ctx, request, async (tx) => {
      const parent = input.parentId ? await lockAccount(tx, input.parentId, "parentId") : undefined;
      if (parent) requireParent(parent);
      await requireFreeApiId(tx, input.apiId);
      const account = await insert(tx, input);
      await tx.request.update({ where: { id: request.id }, data: { accountId: account.id } });
      const { name, apiId, description } = input;
      await recordAudit(tx, ctx, {
        action: "account-created",
        subject: { kind: "account", id: account.id, name: accountLabel(account) },
        accountId: account.id,
        requestId: request.id,
        after: { name, apiId, description, parent: parent?.apiId ?? null },
      });
      return "created";
    }),

  async card(app, request, { name, apiId, parentId }) {
    const parent = parentId ? await app.db.account.findUnique({ where: { id: parentId } }) : undefined;
    return standardCard(app, request, {
      noun: "Account creation",
      fields: [
        ["Name", name],
        ["API ID", apiId],
        ...(parentId
          ? [["Parent", parent ? accountLabel(parent) : "an Account that was deleted"] as [string, string]]
          : []),
      ],
      done: parentId ? "Sub-account created" : "Account created",
      note: `It has no users yet. /cyclr invite <e-mail> to ${apiId} as admin invites its first.`,
    });
  },
});

function insert(
  tx: Transaction,
  { name, apiId, description, parentId }: CreateAccountInput,
): Promise<Account> {
  return tx.account.create({
    data: { name, nameKey: fold(name), apiId, apiIdKey: identityKey(apiId), description, parentId },
  });
}
