import { randomUUID } from "node:crypto";
import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Transaction, Database } from "../kernel/database.ts";
import type { Account } from "../generated/prisma/client.ts";
import { applyOnce, holdApproval } from "../kernel/requests/require-approved.ts";
import { defineRequest, type RequestRow } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { requireFreeInCloud } from "../kernel/cloud/ask-cloud.ts";
import { createInCloud } from "./account-in-cloud.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { fold } from "../kernel/text/fold.ts";
import { identityKey } from "../kernel/text/identity-key.ts";
import { accountLabel, accountNames } from "../kernel/names/account-name.ts";
import { formerApiId, formerHolder, formerHolderWords } from "../kernel/names/former-account-names.ts";
import type { Context } from "../context.ts";
import { loadAccount, lockAccount } from "../kernel/levels/load-account.ts";
import { DomainError } from "../kernel/errors.ts";
import { oneLine } from "../kernel/text/one-line.ts";
import { hint } from "../kernel/text/command-hint.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import { readTimeZone } from "../kernel/time/time-zone.ts";

const nameAtMost = 200;
const apiIdAtMost = 100;
const descriptionAtMost = 2000;

export const accountName = z
  .string({ error: "Enter a name." })
  .trim()
  .min(1, "Enter a name.")
  .max(nameAtMost, `Use at most ${nameAtMost} characters.`)
  .regex(/^\P{Cc}*$/u, "Leave out control characters.");

/** It is the value of an HTTP header and part of a path. */
export const accountApiId = z
  .string({ error: "Enter an API ID." })
  .trim()
  .min(1, "Enter an API ID.")
  .max(apiIdAtMost, `Use at most ${apiIdAtMost} characters.`)
  .regex(/^[\x21-\x7E]+$/, "Use letters, digits and signs of ASCII, without spaces.");

export const accountDescription = z
  .string()
  .trim()
  .max(descriptionAtMost, `Use at most ${descriptionAtMost} characters.`)
  .regex(/^(?:\P{Cc}|[\n\r\t])*$/u, "Leave out control characters.");

/** Why an Account is sensitive, as those who approve read it; empty: it is not. */
export const accountSensitivity = z
  .string()
  .trim()
  .max(300, "Use at most 300 characters for the warning.")
  .regex(/^(?:\P{Cc}|[\n\r\t])*$/u, "Leave out control characters.")
  .transform(oneLine);

/** In which times are told to its Users; empty: its parent's, or else the Partner's. */
export const accountTimeZone = z
  .string()
  .trim()
  .transform((typed, ctx) => {
    const zone = typed && readTimeZone(typed);
    if (zone === undefined)
      ctx.addIssue(
        `I do not know the time zone “${shorten(typed, 80)}”. Write it like Europe/Berlin, by a city of it.`,
      );
    return zone ?? "";
  });

/** In the vendor's words, for every surface. */
const apiIdTaken = "ID already in use";

export const createAccountInput = z.object({
  name: accountName,
  apiId: accountApiId,
  description: accountDescription,
  parentId: z.uuid("Choose an Account.").nullable(),
});

type CreateAccountInput = z.infer<typeof createAccountInput>;

/**
 * An API ID that people can read and type, made of a name: “Acme Poland Ltd.” becomes acme-poland-ltd, and with a number where
 * that is taken. A GUID where nothing of the name can be written so.
 */
export async function readableApiId(db: Database, name: string): Promise<string> {
  const stem = name
    .normalize("NFKD")
    .replace(/ß/gu, "ss")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/['’]/gu, "")
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^-+|-+$/gu, "")
    .slice(0, 40)
    .replace(/-+$/u, "");
  // Not of digits alone: people would take it for a number.
  if (!/[a-z]/u.test(stem)) return randomUUID();
  const candidates = [stem, ...Array.from({ length: 20 }, (_, at) => `${stem}-${at + 2}`)];
  const taken = await db.account.findMany({
    where: { apiIdKey: { in: candidates.map(identityKey) } },
    select: { apiIdKey: true },
  });
  const keys = new Set(taken.map(({ apiIdKey }) => apiIdKey));
  return candidates.find((candidate) => !keys.has(identityKey(candidate))) ?? randomUUID();
}

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
  undo: `${hint("delete-account")} deletes the Account.`,

  async plan(ctx, { name, apiId, parentId }) {
    await requireFreeApiId(ctx.db, apiId);
    const parent = parentId ? await loadAccount(ctx.db, parentId, "parentId") : undefined;
    if (parent) requireParent(parent);
    const holder = await formerHolder(ctx.db, apiId, null);
    const namesake = await ctx.db.account.findFirst({ where: { nameKey: fold(name) } });
    const under = parent
      ? `, as a sub-account of ${accountLabel(parent)}. No user of the parent gets access to it`
      : "";
    return {
      ...(parentId && { accountId: parentId }),
      movesSignIn: holder && formerApiId,
      dedupeKey: `api-id:${identityKey(apiId)}`,
      what: `the new Account ${accountLabel({ name, apiId })}`,
      effects: [`${accountLabel({ name, apiId })} is created${under}. It has no users yet.`],
      warnings: [
        ...(holder ? [formerHolderWords(apiId, holder)] : []),
        ...(namesake ? [`There is already an Account of that name: ${accountLabel(namesake)}.`] : []),
      ],
      needsConfirmation: namesake !== null,
    };
  },

  async run(ctx, request, input) {
    if (!request.appliedAt) await requireFreeInCloud(ctx, input.apiId);
    return applyOnce(ctx, request, async (tx, after) => {
      await insertAccount(ctx, tx, after, input, {
        requestId: request.id,
        async hold(account) {
          await holdFormerApiId(ctx, tx, request, account);
          await tx.request.update({ where: { id: request.id }, data: { accountId: account.id } });
        },
      });
      return "created";
    });
  },

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
      note: `It has no users yet. ${hint("invite")} <e-mail> to ${apiId} as admin invites its first.`,
    });
  },
});

/** Makes the Account, in a transaction of the caller's, whose `hold` sees to the approvals. Throws conflict and not-found. */
export async function insertAccount(
  ctx: Context,
  tx: Transaction,
  after: After,
  { name, apiId, description, parentId }: CreateAccountInput,
  { requestId, hold }: { requestId: string | null; hold: (account: Account) => Promise<void> },
): Promise<Account> {
  const parent = parentId ? await lockAccount(tx, parentId, "parentId") : undefined;
  if (parent) requireParent(parent);
  await requireFreeApiId(tx, apiId);
  const account = await tx.account.create({
    data: { ...accountNames({ name, apiId }), description, parentId },
  });
  await hold(account);
  await recordAudit(tx, ctx, {
    action: "account-created",
    subject: { kind: "account", id: account.id, name: accountLabel(account) },
    accountId: account.id,
    requestId,
    after: { name, apiId, description, parent: parent?.apiId ?? null },
  });
  await createInCloud(ctx, tx, after, { account, requestId });
  return account;
}

/** Throws conflict, at the field: there is one level of nesting only. */
function requireParent(parent: Account): void {
  if (parent.parentId === null) return;
  const why = `${accountLabel(parent)} is itself a sub-account, and a sub-account cannot have sub-accounts.`;
  throw new DomainError("conflict", `${why} Choose an Account that has no parent.`, "parentId");
}

/**
 * Throws NotApproved where another Account has had the API ID that one has just got, and nobody has approved that. The plan may
 * have been made before the other gave it away.
 */
export async function holdFormerApiId(
  ctx: Context,
  tx: Transaction,
  request: RequestRow,
  { id, apiId }: { id: string; apiId: string | undefined },
): Promise<void> {
  if (apiId === undefined || !(await formerHolder(tx, apiId, id))) return;
  await holdApproval(ctx, tx, request, { accountId: id, movesSignIn: formerApiId });
}

/** Throws conflict, at the field, where another Account has this API ID in any case. */
export async function requireFreeApiId(
  db: Database | Transaction,
  apiId: string,
  accountId?: string,
): Promise<void> {
  const holder = await db.account.findUnique({
    where: { apiIdKey: identityKey(apiId) },
    select: { id: true },
  });
  if (holder && holder.id !== accountId) throw new DomainError("conflict", apiIdTaken, "apiId");
}
