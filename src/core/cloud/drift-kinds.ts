import { Prisma } from "../generated/prisma/client.ts";

/** How what is here and what is in the cloud can differ, as far as the cloud tells it. */
export const driftKinds = [
  /** Too much of the list has gone at once: nothing was compared, until somebody says that it is so. */
  "list-shrank",
  "account-new",
  "account-gone",
  "account-renamed",
  /** Its API ID there has changed: told by the one other Account that was made at the same moment. */
  "account-moved",
  /** In `there` and not here. */
  "member-new",
  /** Here and not there. */
  "member-gone",
] as const;

export type DriftKind = (typeof driftKinds)[number];

/** What the list of Accounts tells. */
export const listKinds: DriftKind[] = ["account-new", "account-gone", "account-renamed", "account-moved"];
export const memberKinds: DriftKind[] = ["member-new", "member-gone"];

/** In SQL, of the row `d`: neither vanished nor decided. */
export const isOpen = Prisma.sql`d."goneAt" IS NULL AND d."settledAt" IS NULL`;

/** The same for Prisma. */
export const openDrift = { goneAt: null, settledAt: null } as const;

/** In SQL: whether this Account is known to be gone from the cloud, or to have another API ID there. */
export const hasLeft = (accountId: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (SELECT 1 FROM "CloudDrift" d
  WHERE d."accountId" = ${accountId} AND d."kind" IN ('account-gone', 'account-moved') AND ${isOpen})`;

/** In SQL: no id. */
export const none = Prisma.sql`NULL::uuid`;

/** Of the row `d`: it is about the members of an Account that the cloud has no more. */
export const ofGoneAccounts = Prisma.sql`d."kind" IN (${Prisma.join(memberKinds)}) AND EXISTS (
  SELECT 1 FROM "CloudDrift" gone WHERE gone."accountId" = d."accountId" AND gone."kind" = 'account-gone'
    AND gone."goneAt" IS NULL AND gone."settledAt" IS NULL)`;
