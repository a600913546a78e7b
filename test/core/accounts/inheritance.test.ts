import { beforeEach, describe, expect, test } from "vitest";
import { accountDetailWords } from "../../../src/core/accounts/account-words.ts";
import { deleteAccountRequest } from "../../../src/core/accounts/delete-account.ts";
import { listAccounts } from "../../../src/core/accounts/page-of-accounts.ts";
import { lookUpAccount } from "../../../src/core/accounts/look-up-account.ts";
import { suspendAccountRequest } from "../../../src/core/accounts/suspend-account.ts";
import type { Account, User } from "../../../src/core/generated/prisma/client.ts";
import {
  findMembership,
  suspendMembershipRequest,
} from "../../../src/core/memberships/suspend-membership.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { levelAt } from "../../../src/core/kernel/levels/require-level.ts";
import { otherAdministrators } from "../../../src/core/memberships/record-grant-end.ts";
import { revokeAdministratorRequest } from "../../../src/core/memberships/revoke-administrator.ts";
import { findReport } from "../../../src/core/reports/reports.ts";
import { planRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { makeAccount } from "../../support/factories.ts";
import { accountScene, carryOut, makeMember, refusalOf } from "./account-scene.ts";

const scene = accountScene();

/** The Account that the user is Administrator of, and the other one of the pair. */
interface Pair {
  own: Account;
  other: Account;
  user: User;
}

async function makePair(ownIs: "parent" | "sub-account"): Promise<Pair> {
  const parent = await makeAccount(scene.t.db);
  const child = await makeAccount(scene.t.db, { parentId: parent.id });
  const [own, other] = ownIs === "parent" ? [parent, child] : [child, parent];
  const { user } = await makeMember(scene, own.id, { administrator: true });
  return { own, other, user };
}

describe.each(["parent", "sub-account"] as const)("an Administrator of the %s alone", (ownIs) => {
  let pair: Pair;
  beforeEach(async () => {
    pair = await makePair(ownIs);
  });

  const input = () => ({ userId: pair.user.id, accountId: pair.other.id });
  const join = () => scene.t.db.membership.create({ data: input() });
  const levelOn = async ({ id }: Account) => {
    const { grants } = await findMembership(scene.t.db, { userId: pair.user.id, accountId: id });
    return levelAt(grants, scene.t.clock.now());
  };

  test("is no member of the other, for any change", async () => {
    for (const kind of [grantAdministratorRequest, revokeAdministratorRequest])
      expect(await refusalOf(planRequest(scene.ctx, kind, input()))).toMatchObject({ code: "not-found" });
    const suspended = planRequest(scene.ctx, suspendMembershipRequest, { ...input(), because: null });
    expect(await refusalOf(suspended)).toMatchObject({ code: "not-found" });
  });

  test("is counted on the other nowhere", async () => {
    const { other } = pair;
    const words = accountDetailWords(await lookUpAccount(scene.ctx, other.apiId));
    expect(words).toEqual(expect.arrayContaining(["Users: 0", "Administrators: none"]));
    const { rows } = await listAccounts(scene.ctx, { words: other.apiId, after: undefined, take: 9 });
    expect(rows.find(({ account }) => account.id === other.id)?.users).toBe(0);
    const nobody = { accountId: other.id, userId: other.id };
    expect(await otherAdministrators(scene.t.db, nobody, scene.t.clock.now())).toBe(0);
    const report = await findReport("users").page(scene.ctx, undefined, 1000);
    expect(report.rows.find(({ cells }) => cells[1] === other.apiId)?.cells.slice(-2)).toEqual([0, 0]);
  });

  test("who joins the other gets Access there, and keeps it when the own level changes", async () => {
    await join();
    expect(await levelOn(pair.other)).toBe("Access");
    await carryOut(scene, revokeAdministratorRequest, { userId: pair.user.id, accountId: pair.own.id });
    await carryOut(scene, grantAdministratorRequest, { userId: pair.user.id, accountId: pair.own.id });
    expect(await levelOn(pair.other)).toBe("Access");
  });

  test("who becomes Administrator of the other stays it when the own level is taken", async () => {
    await join();
    await carryOut(scene, grantAdministratorRequest, input());
    await carryOut(scene, revokeAdministratorRequest, { userId: pair.user.id, accountId: pair.own.id });
    expect([await levelOn(pair.own), await levelOn(pair.other)]).toEqual(["Access", "Administrator"]);
  });

  test("suspended on the own, or with it, is not suspended on the other", async () => {
    const { id } = await join();
    const own = { accountId: pair.own.id, because: null };
    await carryOut(scene, suspendMembershipRequest, { ...own, userId: pair.user.id });
    await carryOut(scene, suspendAccountRequest, own);
    const left = await scene.t.db.membership.findUniqueOrThrow({
      where: { id },
      include: { account: true },
    });
    expect([left.suspendedAt, left.account.suspendedAt]).toEqual([null, null]);
  });
});

test("deleting a sub-account takes nothing on its parent", async () => {
  const { own, other, user } = await makePair("parent");
  await scene.t.db.membership.create({ data: { userId: user.id, accountId: other.id } });
  await carryOut(scene, deleteAccountRequest, { accountId: other.id });
  const { grants } = await findMembership(scene.t.db, { userId: user.id, accountId: own.id });
  expect(levelAt(grants, scene.t.clock.now())).toBe("Administrator");
});
