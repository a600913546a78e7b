import { createHash } from "node:crypto";
import { z } from "zod";
import { minutes } from "../clock.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Database, Transaction } from "../database.ts";
import type { Plan } from "../requests/plan.ts";
import { type Place, planRequest, type Submitted, submitRequest } from "../requests/submit-request.ts";
import { fold } from "../text/fold.ts";
import { addressKey } from "../text/identity-key.ts";
import type { InviteUsersInput } from "./invite-users-input.ts";
import { inviteUsersRequest } from "./invite-users-request.ts";
import { isAdministratorWord } from "./level-word.ts";
import { refuseContradictions } from "./refuse-contradictions.ts";
import { type AddressEntry, entryFault, readAddresses, writeEntry } from "./read-addresses.ts";

export const inviteManyForm = z.object({
  accountId: z.uuid("Choose an Account."),
  asAdministrator: z.boolean(),
  withSubAccounts: z.boolean().default(false),
  /** A list as people write it, or CSV; or what was read from one. */
  addresses: z.union([z.string(), z.array(z.custom<AddressEntry>())]),
});

export type InviteMany = z.input<typeof inviteManyForm>;

const itemsAtOnce = 500;

/** Asks for many invitations to an Account, in one Request. What is wrong with one address stops no other. */
export async function inviteMany(
  ctx: Context<ConsoleUserActor>,
  form: InviteMany,
  place: Place,
): Promise<Submitted> {
  const { input, entries } = await readList(ctx, form);
  return submitRequest(ctx, inviteUsersRequest, input, place, {
    alsoWrite: (tx, requestId) => writeItems(tx, requestId, { input, entries }),
    timeoutMs: minutes(1),
  });
}

/** What `inviteMany` would do. */
export async function planMany(ctx: Context<ConsoleUserActor>, form: InviteMany): Promise<Plan> {
  return planRequest(ctx, inviteUsersRequest, (await readList(ctx, form)).input);
}

async function readList({ db }: Context, form: InviteMany): Promise<Writing> {
  const { addresses, ...rest } = inviteManyForm.parse(form);
  const entries = typeof addresses === "string" ? readAddresses(addresses) : addresses;
  await refuseContradictions(db, rest, entries);
  const faulty = entries.filter((entry) => entryFault(entry) !== undefined).length;
  const digest = createHash("sha256")
    .update(JSON.stringify([rest, entries.map(writeEntry)]))
    .digest("hex");
  const administrators = entries.filter(({ level }) =>
    level ? isAdministratorWord(level) : rest.asAdministrator,
  ).length;
  const sensitiveIds = await sensitiveAmong(db, entries);
  return {
    input: { ...rest, count: entries.length, faulty, digest, administrators, sensitiveIds },
    entries,
  };
}

/** The Accounts named in the list that are marked sensitive: of those there are few. */
async function sensitiveAmong(db: Database, entries: AddressEntry[]): Promise<string[]> {
  const named = new Set(entries.flatMap(({ account }) => (account ? [fold(account)] : [])));
  if (named.size === 0) return [];
  const sensitive = await db.account.findMany({ where: { sensitiveBecause: { not: null } } });
  return sensitive
    .filter(({ apiIdKey, nameKey }) => named.has(apiIdKey) || named.has(nameKey))
    .map(({ id }) => id);
}

interface Writing {
  input: InviteUsersInput;
  entries: AddressEntry[];
}

async function writeItems(tx: Transaction, requestId: string, { input, entries }: Writing): Promise<void> {
  await tx.request.update({
    where: { id: requestId },
    data: { beneficiaries: [...new Set(entries.map(({ address }) => addressKey(address)))] },
    select: { id: true },
  });
  const subAccounts = input.withSubAccounts
    ? await tx.account.findMany({
        where: { parentId: input.accountId },
        select: { apiId: true },
        orderBy: { apiIdKey: "asc" },
      })
    : [];
  const all = entries.flatMap((entry) => [
    entry,
    // Who names an Account means that one alone.
    ...(entry.account || entryFault(entry)
      ? []
      : subAccounts.map(({ apiId }) => ({ ...entry, account: apiId }))),
  ]);
  for (let at = 0; at < all.length; at += itemsAtOnce) {
    const chunk = all.slice(at, at + itemsAtOnce);
    await tx.requestItem.createMany({
      data: chunk.map((entry, index) => ({ requestId, position: at + index, subject: writeEntry(entry) })),
    });
  }
}
