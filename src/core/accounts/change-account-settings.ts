import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { Context } from "../context.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { standardCard } from "../requests/standard-card.ts";
import { fold } from "../text/fold.ts";
import { identityKey } from "../text/identity-key.ts";
import { accountApiId, accountDescription, accountName, accountSensitivity } from "./account-fields.ts";
import { accountLabel } from "./account-name.ts";
import { type Difference, differences, differenceWords, settingsMark } from "./account-settings.ts";
import { accountInput, loadAccount, lockAccount } from "./load-account.ts";
import { requireFreeApiId } from "./require-free-api-id.ts";
import { settingsChanged, settingsChange } from "./settings-change.ts";

export const accountSettingsInput = accountInput.extend({
  /** The settingsMark of what the requester saw. */
  shown: z.string().max(100),
  name: accountName.optional(),
  apiId: accountApiId.optional(),
  description: accountDescription.optional(),
  sensitiveBecause: accountSensitivity.optional(),
});

type SettingsInput = z.infer<typeof accountSettingsInput>;

/** Changes name, API ID or description; the internal id stays. What somebody else changed meanwhile is not overwritten. */
export const changeAccountSettingsRequest = defineRequest({
  kind: "account-settings",
  input: accountSettingsInput,
  needs: "accounts:edit",

  async plan(ctx, input) {
    const account = await loadAccount(ctx.db, input.accountId);
    const changes = await allowedChanges(ctx.db, account, input);
    const renamed = changes.some(({ setting }) => setting === "apiId");
    return {
      accountId: account.id,
      openKey: `account-settings:${account.id}:${settingsMark({ ...account, ...given(input) })}`,
      what: `the new settings of ${accountLabel(account)}`,
      effects:
        changes.length > 0
          ? changes.map(differenceWords)
          : [`${accountLabel(account)} has these settings already: nothing would change.`],
      warnings: [
        ...(renamed
          ? [
              `Calls of the API that name the Account ${account.apiId} will not find it any more, and have to use the new ID.`,
            ]
          : []),
        ...(changes.some(({ setting, from }) => setting === "sensitiveBecause" && !from)
          ? ["From then on, whatever changes this Account needs the approvals of a sensitive one."]
          : []),
      ],
      asks: renamed,
    };
  },

  run: (ctx, request, input) =>
    applyOnce(ctx, request, async (tx) => {
      const account = await lockAccount(tx, input.accountId);
      return saveAccountSettings(ctx, tx, { account, input, requestId: request.id });
    }),

  async card(app, request) {
    const changes = await settingsChange(app, request.id);
    return standardCard(app, request, {
      noun: "Change of settings",
      fields: [["Account", request.account ? accountLabel(request.account) : "an Account that was deleted"]],
      done: request.outcome === "changed" ? "Settings changed" : "Settings as they were",
      note: changes.length > 0 ? changes.map(differenceWords).join("\n") : "Nothing had to be changed.",
    });
  },
});

interface SavedSettings {
  account: Account;
  input: SettingsInput;
  requestId: string | null;
}

/** In a transaction that holds the Account. Throws conflict where somebody else was faster, or the API ID is taken. */
export async function saveAccountSettings(
  ctx: Context,
  tx: Transaction,
  { account, input, requestId }: SavedSettings,
): Promise<"changed" | "unchanged"> {
  const changes = await allowedChanges(tx, account, input);
  if (changes.length === 0) return "unchanged";
  const changed = await tx.account.update({ where: { id: account.id }, data: columns(changes) });
  await recordAudit(tx, ctx, {
    action: settingsChanged,
    subject: { kind: "account", id: account.id, name: accountLabel(changed) },
    accountId: account.id,
    requestId,
    before: Object.fromEntries(changes.map(({ setting, from }) => [setting, from])),
    after: Object.fromEntries(changes.map(({ setting, to }) => [setting, to])),
  });
  return "changed";
}

async function allowedChanges(
  db: Database | Transaction,
  account: Account,
  input: SettingsInput,
): Promise<Difference[]> {
  const changes = differences(account, given(input));
  if (changes.length === 0) return changes;
  if (settingsMark(account) !== input.shown) throw changedMeanwhile(account);
  if (input.apiId !== undefined) await requireFreeApiId(db, input.apiId, account.id);
  return changes;
}

function changedMeanwhile(account: Account): DomainError {
  const lead = `Somebody changed the settings of this Account meanwhile; it is now ${accountLabel(account)}.`;
  return new DomainError(
    "conflict",
    `${lead} Nothing was changed. Look at them again: /cyclr account-settings ${account.apiId}`,
    "accountId",
  );
}

function given({ name, apiId, description, sensitiveBecause }: SettingsInput) {
  return {
    ...(name !== undefined && { name }),
    ...(apiId !== undefined && { apiId }),
    ...(description !== undefined && { description }),
    ...(sensitiveBecause !== undefined && { sensitiveBecause }),
  };
}

function columns(changes: Difference[]): Record<string, string | null> {
  const pairs = changes.map(({ setting, to }) => ({
    [setting]: setting === "sensitiveBecause" ? to || null : to,
    ...((setting === "name" || setting === "apiId") && {
      [`${setting}Key`]: setting === "name" ? fold(to) : identityKey(to),
    }),
  }));
  return Object.assign({}, ...pairs) as Record<string, string | null>;
}
