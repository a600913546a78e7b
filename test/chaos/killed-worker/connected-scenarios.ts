import {
  changeAccountSettingsRequest,
  settingsMark,
} from "../../../src/core/accounts/change-account-settings.ts";
import { createAccountRequest } from "../../../src/core/accounts/create-account.ts";
import { deleteAccountRequest } from "../../../src/core/accounts/delete-account.ts";
import { settleAccountDriftRequest } from "../../../src/core/cloud/settle-drift.ts";
import type { Database } from "../../../src/core/kernel/database.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import { suspendMembershipRequest } from "../../../src/core/memberships/suspend-membership.ts";
import { makeAccount, makeUser } from "../../support/factories.ts";
import { because, type Made, scenario, type Scenario, scenarios } from "./scenarios.ts";

/** What asks something of Cyclr's cloud, by a call or of people by hand, or decides a difference to it. */
export function connectedScenarios(cloud: Database): Scenario[] {
  const prepared = (db: Database, made: Made, tag: string) => standThere(db, cloud, made, tag);
  const known = { prepared, there: 1 };
  const drifts = new Map<string, number>();
  return [
    scenario(
      createAccountRequest,
      [],
      (_made, tag) => ({ name: `New ${tag}`, apiId: `new-${tag}`, description: "", parentId: null }),
      known,
    ),
    scenario(
      changeAccountSettingsRequest,
      [],
      ({ account }, tag) => ({ accountId: account.id, shown: settingsMark(account), name: `Other ${tag}` }),
      known,
    ),
    scenario(deleteAccountRequest, [], ({ accountId }) => ({ accountId }), known),
    scenario(removeUserRequest, ["member"], ({ userId, accountId }) => ({ userId, accountId }), known),
    scenario(
      settleAccountDriftRequest,
      ["member"],
      (_made, tag) => ({ number: drifts.get(tag) ?? 0, how: "push" as const, because: null }),
      {
        variant: "a name pushed",
        there: 1,
        async prepared(db, made, tag) {
          await standThere(db, cloud, made, tag);
          drifts.set(tag, await renamedThere(db, cloud, made, tag));
        },
      },
    ),
    scenario(
      grantAdministratorRequest,
      ["member"],
      ({ userId, accountId }) => ({ userId, accountId }),
      known,
    ),
    scenario(
      suspendMembershipRequest,
      ["member"],
      ({ userId, accountId }) => ({ userId, accountId, because }),
      known,
    ),
    ...scenarios.filter(({ kind }) => kind.endsWith("-drift")).map((one) => ({ ...one, variant: "ignored" })),
  ];
}

/** What was made here is in the cloud as well, and known to be the same. */
async function standThere(
  db: Database,
  cloud: Database,
  { account, userId }: Made,
  tag: string,
): Promise<void> {
  const { id: accountId } = await makeAccount(cloud, { name: account.name, apiId: tag });
  await db.cloudAccount.create({ data: { accountId: account.id, cloudId: tag } });
  if (!userId) return;
  const { id } = await makeUser(cloud, { username: tag, email: `${tag}@there.example` });
  await cloud.membership.create({ data: { userId: id, accountId } });
  await db.cloudUser.create({ data: { userId, cloudName: tag } });
}

async function renamedThere(db: Database, cloud: Database, { account }: Made, tag: string): Promise<number> {
  const there = `There ${tag}`;
  await cloud.account.update({
    where: { apiIdKey: tag },
    data: { name: there, nameKey: there.toLowerCase() },
  });
  const now = new Date();
  const facts = { subject: account.id, accountId: account.id, cloudId: tag, here: account.name, there };
  const { number } = await db.cloudDrift.create({
    data: { kind: "account-renamed", ...facts, seenAt: now, lastSeenAt: now },
  });
  return number;
}
