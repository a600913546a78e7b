import type { Database } from "../core/kernel/database.ts";
import { after, days } from "../core/kernel/time/clock.ts";
import { hashToken, newToken } from "../core/kernel/secrets/token.ts";
import { fold } from "../core/kernel/text/fold.ts";
import { accountNames } from "../core/kernel/names/account-name.ts";
import { addressKey, identityKey } from "../core/kernel/text/identity-key.ts";
import { cast, partnerName } from "./cast.ts";
import { namedUser } from "../core/users/create-user.ts";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { findProjectRoot } from "../core/adapters/migrations/require-session.ts";
import { systemActor } from "../core/kernel/audit/system-actor.ts";
import { importLibrary, libraryFile } from "../core/library/import-library.ts";

/** By name: their cards, and the Templates of each. */
export const marketplaces: Record<string, Record<string, string[]>> = {
  "Retail integrations": {
    "Accounting, done": ["Orders to invoices", "Payments reconciled"],
    Newsletter: ["Customers to a mailing list"],
  },
  Warehouse: { "Stock in the shop": ["Stock every night"] },
};

/** The library of library.example.json, and two Marketplaces of its Templates. */
async function seedMarketplaces(db: Database): Promise<void> {
  const file = path.join(findProjectRoot(), "library.example.json");
  const library = libraryFile.parse(JSON.parse(await readFile(file, "utf8")));
  await importLibrary({ db, clock: () => new Date(), actor: systemActor }, library);
  for (const [name, cards] of Object.entries(marketplaces)) {
    const { id: marketplaceId } = await db.marketplace.create({ data: { name, nameKey: fold(name) } });
    for (const [at, [title, templates]] of Object.entries(cards).entries())
      await seedCard(db, { marketplaceId, position: at + 1, title }, templates);
  }
}

async function seedCard(
  db: Database,
  card: { marketplaceId: number; position: number; title: string },
  names: string[],
): Promise<void> {
  const templates = await Promise.all(
    names.map((name) => db.template.findFirstOrThrow({ where: { nameKey: fold(name) } })),
  );
  await db.marketplaceCard.create({
    data: {
      ...card,
      templates: { create: templates.map(({ id }, position) => ({ templateId: id, position })) },
    },
  });
}

interface SeedAccount {
  apiId: string;
  name: string;
  subAccounts?: SeedAccount[];
}

/** A dozen Accounts; two of them share a name, as real ones do. */
const accounts: SeedAccount[] = [
  {
    apiId: "acme",
    name: "Acme Ltd",
    subAccounts: [
      { apiId: "acme-de", name: "Acme Germany" },
      { apiId: "acme-fr", name: "Acme France" },
    ],
  },
  { apiId: "bluebird", name: "Bluebird Logistics" },
  { apiId: "cedar", name: "Cedar & Sons" },
  { apiId: "delta", name: "Delta Clinics", subAccounts: [{ apiId: "delta-north", name: "Delta North" }] },
  { apiId: "globex-eu", name: "Globex" },
  { apiId: "globex-us", name: "Globex" },
  { apiId: "harbour", name: "Harbour Foods" },
  { apiId: "initech", name: "Initech" },
  { apiId: "kestrel", name: "Kestrel Insurance" },
  { apiId: "umbra", name: "Umbra Studio ✨" },
];

/** Fills an empty, migrated database: the Partner, its Console Users, its customers' Accounts. */
export async function seed(db: Database): Promise<void> {
  await db.partner.create({ data: { id: 1, name: partnerName } });
  for (const { firstName, lastName, email, console } of cast) {
    if (!console) continue;
    await db.consoleUser.create({
      data: { firstName, lastName, email, emailKey: addressKey(email), ...console },
    });
  }
  await seedAccounts(db, accounts);
  await seedMember(db, "harbour", { username: "hanna", email: "hanna@harbour.example" });
  await seedInvitation(db, "cedar", "pat@cedar.example");
  await seedMarketplaces(db);
}

async function seedAccounts(db: Database, list: SeedAccount[], parentId?: string): Promise<void> {
  for (const { apiId, name, subAccounts } of list) {
    const { id } = await db.account.create({
      data: { ...accountNames({ name, apiId }), ...(parentId && { parentId }) },
    });
    if (subAccounts) await seedAccounts(db, subAccounts, id);
  }
}

async function seedMember(
  db: Database,
  apiId: string,
  { username, email }: Record<"username" | "email", string>,
) {
  await db.user.create({
    data: {
      ...namedUser(username),
      email,
      emailKey: addressKey(email),
      memberships: { create: { account: { connect: { apiIdKey: identityKey(apiId) } } } },
    },
  });
}

/** Mailed yesterday, with a link that nobody kept. */
async function seedInvitation(db: Database, apiId: string, email: string): Promise<void> {
  const sent = after(new Date(), -days(1));
  const link = {
    purpose: "invitation",
    tokenHash: hashToken(newToken()),
    createdAt: sent,
    handedOverAt: sent,
    expiresAt: after(sent, days(7)),
  } as const;
  await db.invitation.create({
    data: {
      account: { connect: { apiIdKey: identityKey(apiId) } },
      link: { create: link },
      email,
      emailKey: addressKey(email),
      createdAt: sent,
    },
  });
}
