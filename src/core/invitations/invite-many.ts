import { createHash } from "node:crypto";
import { z } from "zod";
import type { ConsoleUserActor, Context } from "../context.ts";
import { findAccountsNamed } from "../accounts/find-accounts-named.ts";
import type { Account } from "../generated/prisma/client.ts";
import { approvalFor, type Plan } from "../kernel/requests/approval-policy.ts";
import {
  type RequestOrigin,
  planRequest,
  type Submitted,
  submitRequest,
} from "../kernel/requests/submit-request.ts";
import { keysOfAddresses } from "../users/handed-credentials.ts";
import type { InviteUsersInput } from "./read-address-file.ts";
import { inviteUsersRequest } from "./invite-users-request.ts";
import {
  isAdministratorWord,
  type AddressEntry,
  entryFault,
  readAddresses,
  writeEntry,
} from "./read-addresses.ts";
import { refuseContradictions } from "./refuse-contradictions.ts";

export const inviteManyForm = z.object({
  accountId: z.uuid("Choose an Account."),
  asAdministrator: z.boolean(),
  withSubAccounts: z.boolean().default(false),
  /** A list as people write it, or CSV; or what was read from one. */
  addresses: z.union([z.string(), z.array(z.custom<AddressEntry>())]),
});

export type InviteMany = z.input<typeof inviteManyForm>;

/** Asks for many invitations to an Account, in one Request. What is wrong with one address stops no other. */
export async function inviteMany(
  ctx: Context<ConsoleUserActor>,
  form: InviteMany,
  place: RequestOrigin,
): Promise<Submitted> {
  const list = await readList(ctx, form);
  return submitRequest(ctx, inviteUsersRequest, list.input, place, {
    items: list.invitees.map(({ entry, ...meant }, position) => ({
      position,
      subject: writeEntry(entry),
      ...meant,
    })),
    beneficiaries: await keysOfAddresses(ctx.db, await gainers(ctx, list.invitees)),
  });
}

/** What `inviteMany` would do. */
export async function planMany(ctx: Context<ConsoleUserActor>, form: InviteMany): Promise<Plan> {
  return planRequest(ctx, inviteUsersRequest, (await readList(ctx, form)).input);
}

/** One that is to be invited, with what its words meant when it was asked for. */
interface Invitee {
  entry: AddressEntry;
  /** Null where the list names an Account that is not there, or several. */
  accountId: string | null;
  asAdministrator: boolean;
}

interface AddressList {
  input: InviteUsersInput;
  invitees: Invitee[];
}

async function readList({ db }: Context, form: InviteMany): Promise<AddressList> {
  const { addresses, ...rest } = inviteManyForm.parse(form);
  const entries = typeof addresses === "string" ? readAddresses(addresses) : addresses;
  await refuseContradictions(db, rest, entries);
  const faulty = entries.filter((entry) => entryFault(entry) !== undefined).length;
  const digest = createHash("sha256")
    .update(JSON.stringify([rest, entries.map(writeEntry)]))
    .digest("hex");
  const administrators = entries.filter((entry) => levelIn(rest, entry)).length;
  const subAccounts = rest.withSubAccounts
    ? await db.account.findMany({ where: { parentId: rest.accountId }, orderBy: { apiIdKey: "asc" } })
    : [];
  const named = await findAccountsNamed(
    db,
    entries.flatMap(({ account }) => (account ? [account] : [])),
  );
  const touched = [...subAccounts, ...entries.flatMap(({ account }) => (account ? named(account) : []))];
  const sensitive = touched.filter(({ sensitiveBecause }) => sensitiveBecause !== null);
  const sensitiveIds = [...new Set(sensitive.map(({ id }) => id))];
  const counts = { count: entries.length, faulty, administrators, subAccounts: subAccounts.length };
  return {
    input: { ...rest, ...counts, digest, sensitiveIds },
    invitees: entries.flatMap((entry) => inviteesOf(rest, entry, subAccounts, named)),
  };
}

type Asked = Pick<InviteUsersInput, "accountId" | "asAdministrator">;

const levelIn = ({ asAdministrator }: Asked, { level }: AddressEntry): boolean =>
  (level ? isAdministratorWord(level) : undefined) ?? asAdministrator;

function inviteesOf(
  asked: Asked,
  entry: AddressEntry,
  subAccounts: Account[],
  named: (words: string) => Account[],
): Invitee[] {
  const fault = entryFault(entry);
  const asAdministrator = !fault && levelIn(asked, entry);
  // Who names an Account means that one alone.
  if (entry.account) {
    const [one, ...others] = named(entry.account);
    if (!one || others.length > 0) return [{ entry, accountId: null, asAdministrator: false }];
    return [{ entry, accountId: one.id, asAdministrator }];
  }
  const own = { entry, accountId: asked.accountId, asAdministrator };
  if (fault) return [own];
  return [
    own,
    ...subAccounts.map(({ id, apiId }) => ({
      entry: { ...entry, account: apiId },
      accountId: id,
      asAdministrator,
    })),
  ];
}

/** The addresses that get what somebody has to approve: one of which nothing can come would keep its owner from approving. */
async function gainers(
  { db, approvalPolicy }: Context<ConsoleUserActor>,
  invitees: Invitee[],
): Promise<string[]> {
  const ids = [...new Set(invitees.flatMap(({ accountId }) => accountId ?? []))];
  const found = await db.account.findMany({ where: { id: { in: ids }, sensitiveBecause: { not: null } } });
  const sensitive = new Set(found.map(({ id }) => id));
  const { kind, needs } = inviteUsersRequest;
  const gains = ({ entry, accountId, asAdministrator }: Invitee) =>
    accountId !== null &&
    entryFault(entry) === undefined &&
    approvalFor(approvalPolicy, {
      kind,
      needs,
      grantsAdministrator: asAdministrator,
      sensitive: sensitive.has(accountId),
    }) !== undefined;
  return invitees.filter(gains).map(({ entry }) => entry.address);
}
