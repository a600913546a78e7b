import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ApiClientActor, ConsoleUserActor, Context } from "../context.ts";
import type { Account, Prisma } from "../generated/prisma/client.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { requireFreeInCloud } from "../kernel/cloud/ask-cloud.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { lockAccount } from "../kernel/levels/load-account.ts";
import { workForPartner } from "../kernel/levels/work-in-account.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { formerHolder } from "../kernel/names/former-account-names.ts";
import { refuseUnapproved } from "../kernel/requests/refuse-unapproved.ts";
import { checkInput } from "../kernel/text/check-input.ts";
import { identityKey } from "../kernel/text/identity-key.ts";
import { type Order, type Page, type PageInput, readPage } from "../kernel/text/page.ts";
import { isUniqueViolation } from "../kernel/unique-violation.ts";
import {
  changeAccountSettingsRequest,
  saveAccountSettings,
  settingsMark,
} from "./change-account-settings.ts";
import {
  accountApiId,
  accountDescription,
  accountName,
  createAccountRequest,
  insertAccount,
  requireFreeApiId,
} from "./create-account.ts";
import { deleteAccountRequest, removeAccount, requireDeletableInCloud } from "./delete-account.ts";
import { runDifferences, type RunSettings, runSettingsOf } from "./run-settings.ts";

type Caller = Context<ApiClientActor>;

interface AccountsAsked extends PageInput {
  order?: Order<"createdAt" | "nameKey" | "apiIdKey">;
  /** Sub-accounts of this one alone, by its API ID. */
  parent?: string;
  /** The one that the Partner's own system calls so. */
  externalId?: string | undefined;
}

/** The Partner's Accounts, sub-accounts among them, for an application whose token reaches all of them. */
export async function listPartnerAccounts(
  ctx: Caller,
  { order = { by: "createdAt", direction: "asc" }, parent, externalId, ...page }: AccountsAsked,
): Promise<Page<Account>> {
  const where = {
    ...(parent !== undefined && { parentId: (await readPartnerAccount(ctx, parent)).id }),
    ...(externalId !== undefined && { externalId }),
  };
  const { by: column, direction } = order;
  // Ids are made of the time.
  const by = column === "createdAt" ? [] : [{ [column]: direction }];
  const orderBy = [...by, { id: direction }] as Prisma.AccountOrderByWithRelationInput[];
  return readPage(
    page,
    () => ctx.db.account.count({ where }),
    (part) => ctx.db.account.findMany({ where, orderBy, ...part }),
  );
}

/** The Account with this API ID. Throws not-found, at the field that names it, if one does. */
export async function readPartnerAccount(
  { db }: { db: Caller["db"] | Transaction },
  apiId: string,
  field?: string,
): Promise<Account> {
  const account = await db.account.findUnique({ where: { apiIdKey: identityKey(apiId) } });
  if (account) return account;
  throw new DomainError("not-found", "There is no Account with this API ID.", field);
}

/** What the Partner's own system calls an Account; nothing, or an empty one: it calls it nothing. */
const externalIdInput = z
  .string()
  .trim()
  .max(200, "Use at most 200 characters.")
  .regex(/^\P{Cc}*$/u, "Leave out control characters.")
  .nullish()
  .transform((given) => (given === undefined ? undefined : given || null));

const newAccount = z.object({
  name: accountName,
  externalId: externalIdInput,
  /** A GUID where none is given. */
  apiId: accountApiId.nullish().transform((given) => given ?? randomUUID()),
  description: accountDescription.default(""),
});

interface NewAccount extends Partial<z.input<typeof newAccount>> {
  /** The API ID of the Account that it is to be a sub-account of. */
  parent?: string | null | undefined;
  /** IANA name; its parent's or the Partner's where none is given. */
  timeZone?: string | undefined;
  run: Partial<RunSettings>;
}

/** Makes an Account. Throws invalid, conflict where the API ID is taken, and ApprovalNeeded where it was another Account's. */
export async function createPartnerAccount(ctx: Caller, given: NewAccount): Promise<Account> {
  const { externalId, ...input } = checkInput(newAccount, given);
  if (ctx.cloud) {
    await requireFreeApiId(ctx.db, input.apiId);
    await requireFreeInCloud(ctx, input.apiId);
  }
  const create = workForPartner(ctx, "create-account", async (tx, after) => {
    const parent = given.parent && (await readPartnerAccount({ db: tx }, given.parent, "parentAccountId"));
    const parentId = parent ? parent.id : null;
    const account = await insertAccount(
      ctx,
      tx,
      after,
      { ...input, parentId },
      {
        requestId: null,
        async hold({ id, apiId }) {
          const movesSignIn = await isFormerApiId(ctx, tx, apiId, id);
          const accountIds = parentId ? [parentId] : [];
          await refuseUnapproved(ctx, tx, { request: createAccountRequest, accountIds, movesSignIn });
        },
      },
    );
    if (given.timeZone !== undefined) {
      const changes = { accountId: account.id, shown: settingsMark(account), timeZone: given.timeZone };
      await saveAccountSettings(ctx, tx, after, { account, input: changes, requestId: null });
    }
    const made = await tx.account.findUniqueOrThrow({ where: { id: account.id } });
    const named = await keepExternalId(ctx, tx, made, externalId);
    return keepRunSettings(ctx, tx, named, given.run);
  });
  // Of two at the same moment one was first.
  return create.catch((error: unknown) => {
    throw isUniqueViolation(error) ? new DomainError("conflict", "ID already in use", "apiId") : error;
  });
}

/** Whoever deleted an Account may make it again: nobody else's calls end up anywhere new by that. */
export async function isFormerApiId(
  ctx: Pick<Context<ConsoleUserActor>, "actor">,
  tx: Transaction,
  apiId: string,
  id: string,
): Promise<boolean> {
  const holder = await formerHolder(tx, apiId, id);
  return holder !== undefined && holder.deletedBy !== ctx.actor.id;
}

const accountChanges = z.object({
  name: accountName.optional(),
  apiId: accountApiId.optional(),
  description: accountDescription.optional(),
  externalId: externalIdInput,
  /** IANA name. */
  timeZone: z.string().max(64).optional(),
});

/** Changes what is given of an Account. Throws not-found, invalid, conflict and ApprovalNeeded. */
export async function changePartnerAccount(
  ctx: Caller,
  named: string,
  { run, ...given }: z.input<typeof accountChanges> & { run: Partial<RunSettings> },
): Promise<Account> {
  const { externalId, ...input } = checkInput(accountChanges, given);
  return workForPartner(ctx, "account-settings", async (tx, after) => {
    const account = await lockAccount(tx, (await readPartnerAccount({ db: tx }, named)).id);
    const { id: accountId } = account;
    const wanted = Object.entries(input).filter(([, value]) => value !== undefined);
    const changes = { accountId, shown: settingsMark(account), ...Object.fromEntries(wanted) };
    if (input.apiId !== undefined) await requireFreeApiId(tx, input.apiId, accountId);
    await saveAccountSettings(ctx, tx, after, { account, input: changes, requestId: null });
    const renamed = input.apiId !== undefined && input.apiId !== account.apiId;
    const movesSignIn = renamed && (await isFormerApiId(ctx, tx, input.apiId ?? "", accountId));
    const request = changeAccountSettingsRequest;
    await refuseUnapproved(ctx, tx, { request, accountIds: [accountId], movesSignIn });
    const saved = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
    return keepRunSettings(ctx, tx, await keepExternalId(ctx, tx, saved, externalId), run);
  });
}

async function keepExternalId(
  ctx: Caller,
  tx: Transaction,
  account: Account,
  externalId: string | null | undefined,
): Promise<Account> {
  if (externalId === undefined || externalId === account.externalId) return account;
  const { id } = account;
  const changed = await tx.account.update({ where: { id }, data: { externalId } }).catch((error: unknown) => {
    const words = "Another Account has this external Id.";
    throw isUniqueViolation(error) ? new DomainError("conflict", words, "externalId") : error;
  });
  await recordAudit(tx, ctx, {
    action: "account-settings-changed",
    subject: { kind: "account", id, name: accountLabel(account) },
    accountId: id,
    before: { externalId: account.externalId },
    after: { externalId },
  });
  return changed;
}

async function keepRunSettings(
  ctx: Caller,
  tx: Transaction,
  account: Account,
  wanted: Partial<RunSettings>,
): Promise<Account> {
  const stands = runSettingsOf(account);
  const { before, after } = runDifferences(stands, wanted);
  if (Object.keys(after).length === 0) return account;
  const runSettings = { ...(account.runSettings as object | null), ...after };
  const changed = await tx.account.update({ where: { id: account.id }, data: { runSettings } });
  await recordAudit(tx, ctx, {
    action: "account-settings-changed",
    subject: { kind: "account", id: account.id, name: accountLabel(account) },
    accountId: account.id,
    before: told(before),
    after: told(after),
  });
  return changed;
}

/** An address of the web may hold a key: the audit says which host it is. */
function told({ errorWebhookUrl, ...run }: Partial<RunSettings>): Prisma.InputJsonObject {
  if (errorWebhookUrl === undefined) return run;
  return { ...run, errorWebhookUrl: errorWebhookUrl && new URL(errorWebhookUrl).host };
}

/** Deletes an Account; its Users stay. Throws not-found, conflict where something keeps it, and ApprovalNeeded. */
export async function deletePartnerAccount(ctx: Caller, named: string): Promise<void> {
  if (ctx.cloud) await requireDeletableInCloud(ctx, (await readPartnerAccount(ctx, named)).id);
  await workForPartner(ctx, "delete-account", async (tx, after) => {
    // Whoever marks it sensitive comes before, or after.
    const { id: accountId } = await lockAccount(tx, (await readPartnerAccount({ db: tx }, named)).id);
    await refuseUnapproved(ctx, tx, { request: deleteAccountRequest, accountIds: [accountId] });
    await removeAccount(ctx, tx, after, { accountId, requestId: null });
  });
}
