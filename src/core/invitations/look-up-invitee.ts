import type { App } from "../context.ts";
import type { Account, User } from "../generated/prisma/client.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { type At, partOf, run, statement } from "../kernel/statement.ts";
import { fold } from "../kernel/text/fold.ts";
import { addressKey, email as emailInput, identityKey, usernameKeys } from "../kernel/text/identity-key.ts";
import { openText } from "../kernel/links/end-invitations.ts";
import type { WithLink } from "./find-invitation.ts";

/** All that a plan has to know of one address and one Account. */
export interface Invitee {
  emailKey: string;
  account: Account;
  user: User | null;
  /** Neither accepted, revoked nor swept as expired. */
  open: WithLink | null;
  /** The address is a user ID, of somebody who may have another. */
  isOthersName: boolean;
}

const account = partOf("Account");
const user = partOf("User", "user");
const open = partOf("Invitation", "open");
const itsLink = partOf("SecretLink", "link");

interface Address {
  emailKey: string;
  /** See `usernameKeys`. */
  nameKeys: string[];
}

type Answer = Account & { isOthersName: boolean };

function inviteeText<Values extends Address>(at: At<Values>, which: string): string {
  return `
    SELECT ${account.select("account")}, ${user.select(`"user"`)}, ${open.select("open")}, ${itsLink.select("link")}, named."isOthersName"
    FROM "Account" account
    LEFT JOIN "User" "user" ON "user"."emailKey" = ${at("emailKey")}::text
    LEFT JOIN "Invitation" open
      ON open."accountId" = account."id" AND open."emailKey" = ${at("emailKey")}::text AND ${openText}
    LEFT JOIN "SecretLink" link ON link."id" = open."linkId"
    CROSS JOIN LATERAL (
      SELECT EXISTS (SELECT FROM "User" WHERE "usernameKey" = ANY(${at("nameKeys")}::text[])) AS "isOthersName") named
    WHERE ${which}`;
}

const byId = statement<Address & { accountId: string }, Answer>((at) =>
  inviteeText(at, `account."id" = ${at("accountId")}::uuid`),
);

/** At most two, the one with that API ID first. */
const byWords = statement<Address & { apiIdKey: string; nameKey: string }, Answer>(
  (at) => `
    ${inviteeText(at, `account."apiIdKey" = ${at("apiIdKey")}::text OR account."nameKey" = ${at("nameKey")}::text`)}
    ORDER BY account."apiIdKey" = ${at("apiIdKey")}::text DESC LIMIT 2`,
);

export async function loadInvitee(
  db: Database | Transaction,
  accountId: string,
  email: string,
): Promise<Invitee | undefined> {
  const emailKey = addressKey(email);
  const [found] = await run(db, byId, { accountId, emailKey, nameKeys: usernameKeys(email) });
  return found && read(found, emailKey);
}

/** By what was typed, in one statement. Undefined where that names no one Account at once: then `findAccount` says why. */
export async function lookUpInvitee(
  { db }: Pick<App, "db">,
  typed: { account: string; email: string },
): Promise<Invitee | undefined> {
  const email = emailInput.safeParse(typed.email).data;
  const nameKey = fold(typed.account);
  if (!email || !nameKey) return undefined;
  const [apiIdKey, emailKey] = [identityKey(typed.account), addressKey(email)];
  const [first, ...others] = await run(db, byWords, {
    emailKey,
    nameKeys: usernameKeys(email),
    apiIdKey,
    nameKey,
  });
  if (!first || (others.length > 0 && first.apiIdKey !== apiIdKey)) return undefined;
  return read(first, emailKey);
}

function read(answer: Answer, emailKey: string): Invitee | undefined {
  const found = account.read(answer);
  if (!found) return undefined;
  const [invitation, link] = [open.read(answer), itsLink.read(answer)];
  return {
    emailKey,
    account: found,
    user: user.read(answer) ?? null,
    open: invitation && link ? { ...invitation, link } : null,
    isOthersName: answer.isOthersName,
  };
}
