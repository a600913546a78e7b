import { readFile } from "node:fs/promises";
import path from "node:path";
import { createAccountRequest } from "../../core/accounts/create-account.ts";
import { findProjectRoot } from "../../core/adapters/migrations/require-session.ts";
import { addConsoleUser } from "../../core/console-users/add-console-user.ts";
import { inviteMany } from "../../core/invitations/invite-many.ts";
import { inviteUserRequest } from "../../core/invitations/invite-user-request.ts";
import { inviteToOwnAccount } from "../../core/invitations/send-invitation.ts";
import { ensurePartner } from "../../core/kernel/names/ensure-partner.ts";
import { fold } from "../../core/kernel/text/fold.ts";
import { importLibrary, libraryFile } from "../../core/library/import-library.ts";
import { changeMarketplaceRequest } from "../../core/marketplaces/change-marketplace.ts";
import type { MarketplaceChange } from "../../core/marketplaces/plan-marketplace-change.ts";
import { cast, partnerName } from "../cast.ts";
import { marketplaces } from "../seed.ts";
import type { Company } from "./company.ts";
import { hanna, roster, type RosterAccount, type RosterPerson } from "./roster.ts";
import type { Diary } from "./diary.ts";

/** How it began, and how Account after Account came with its people. */
export function growth(diary: Diary): void {
  diary.add(40, "08:40", installs);
  diary.add(40, "10:15", fillsMarketplaces);
  for (const [at, account] of roster.entries()) rollsOut(diary, account, at);
  diary.add(19, "13:05", async (company) =>
    company.asks("olivia", inviteUserRequest, { ...(await company.account("harbour")), ...invited(hanna) }),
  );
  diary.add(18, "09:20", (company) => company.accepts(hanna.email, hanna));
}

async function installs(company: Company): Promise<void> {
  const { operator, app } = company;
  await ensurePartner(operator, { name: partnerName });
  for (const { firstName, lastName, email, console } of cast)
    if (console) await addConsoleUser(operator, { firstName, lastName, email, ...console });
  const file = path.join(findProjectRoot(), "library.example.json");
  await importLibrary(operator, libraryFile.parse(JSON.parse(await readFile(file, "utf8"))));
  // Whoever is called to approve something has to have been here once.
  for (const { name, console } of cast) if (console) await company.as(name);
  await company.queue.run(app);
}

async function fillsMarketplaces(company: Company): Promise<void> {
  const { db } = company.app;
  const change = (asked: MarketplaceChange) => company.asks("olivia", changeMarketplaceRequest, asked);
  for (const [name, cards] of Object.entries(marketplaces)) {
    await change({ change: "create", name });
    const { id: marketplaceId } = await db.marketplace.findFirstOrThrow({ where: { name } });
    for (const [title, templates] of Object.entries(cards)) {
      const found = templates.map((one) => db.template.findFirstOrThrow({ where: { nameKey: fold(one) } }));
      const templateIds = (await Promise.all(found)).map(({ id }) => id);
      await change({ change: "add-card", marketplaceId, title, templateIds });
    }
  }
}

function rollsOut(diary: Diary, account: RosterAccount, at: number): void {
  const { apiId, name, parent, since, people } = account;
  const quarter = (hour: number) =>
    `${String(hour).padStart(2, "0")}:${String((at * 7) % 60).padStart(2, "0")}`;
  diary.add(since, quarter(9), async (company) => {
    const parentId = parent ? (await company.account(parent)).accountId : null;
    await company.asks("olivia", createAccountRequest, { name, apiId, description: "", parentId });
  });
  const [first, ...others] = people;
  if (!first) return;
  diary.add(since, quarter(11), async (company) => {
    const asked = { ...(await company.account(apiId)), ...invited(first) };
    const who = at % 3 === 0 ? "mona" : "ed";
    await company.asksAndGets(who, inviteUserRequest, asked, { by: "olivia", after: 6 + at });
  });
  diary.add(since - 1, quarter(8), (company) => company.accepts(first.email, first));
  if (at % 2 === 0) invitesAtOnce(diary, account, others, quarter);
  else invitesOneByOne(diary, account, first, others, quarter);
}

type At = (hour: number) => string;

/** All that are left, in one request; they come within two days. */
function invitesAtOnce(diary: Diary, { apiId, since }: RosterAccount, others: RosterPerson[], at: At): void {
  const plain = others.filter(({ isAdministrator }) => !isAdministrator);
  diary.add(since - 1, at(14), async (company) => {
    const addresses = plain.map(({ email }) => email).join("\n");
    const form = { ...(await company.account(apiId)), asAdministrator: false, addresses };
    await inviteMany(await company.as("ed"), form, company.place("ed"));
    await company.queue.run(company.app);
  });
  for (const [place, together] of inThrees(plain).entries())
    diary.add(since - 2 - place, at(9 + place), (company) => accept(company, together));
  for (const person of others)
    if (person.isAdministrator) diary.add(since - 2, at(8), (company) => raises(company, apiId, person));
}

async function raises(company: Company, apiId: string, person: RosterPerson): Promise<void> {
  const asked = { ...(await company.account(apiId)), ...invited(person) };
  const approving = { by: "mona", after: 22, reason: "there have to be two in the holidays" };
  await company.asksAndGets("ed", inviteUserRequest, asked, approving);
  await company.accepts(person.email, person);
}

/** By the Account's own Administrator, at the pages, three in a visit. */
function invitesOneByOne(
  diary: Diary,
  { apiId, since }: RosterAccount,
  first: RosterPerson,
  others: RosterPerson[],
  at: At,
): void {
  for (const person of others)
    if (person.isAdministrator) diary.add(since - 3, at(10), (company) => raises(company, apiId, person));
  for (const [place, together] of inThrees(others.filter((one) => !one.isAdministrator)).entries()) {
    const day = Math.max(2, since - 2 - place * 4);
    diary.add(day, at(15), async (company) => {
      const ctx = await company.signsIn(first.username);
      const { accountId } = await company.account(apiId);
      for (const { email } of together)
        await inviteToOwnAccount(ctx, accountId, { email, asAdministrator: false });
      await company.queue.run(company.app);
    });
    diary.add(day - 1, at(8 + (place % 4)), (company) => accept(company, together));
  }
}

async function accept(company: Company, together: RosterPerson[]): Promise<void> {
  await Promise.all(together.map((person) => company.accepts(person.email, person)));
}

const inThrees = (people: RosterPerson[]): RosterPerson[][] =>
  people.flatMap((_, at) => (at % 3 === 0 ? [people.slice(at, at + 3)] : []));

const invited = ({ email, isAdministrator }: RosterPerson) => ({ email, asAdministrator: isAdministrator });
