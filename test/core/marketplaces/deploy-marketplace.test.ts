import { describe, expect, test } from "vitest";
import type { Deploy } from "../../../src/core/marketplaces/deploy-user.ts";
import { deployForUrl, deployMarketplace } from "../../../src/core/marketplaces/deploy-marketplace.ts";
import { verifyPassword } from "../../../src/core/kernel/secrets/password.ts";
import { resetPasswordRequest } from "../../../src/core/users/reset-password.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount, makeActor, makeUser } from "../../support/factories.ts";
import { deployScene } from "./deploy-scene.ts";

const scene = deployScene();
const { trusted: ctx, deploy, everything } = scene;
const events = auditOfTest(() => scene.t.db);

const password = "P4$$w0rd";
const credentials = (username: string, given = password) =>
  ({ kind: "credentials", username, password: given }) as const;

describe("deploying for a User", () => {
  test("makes the Account and the User that do not exist, with Access, in one transaction", async () => {
    const account = { apiId: "new-corp", name: "New Corp", description: "Fresh" };
    const made = await deployForUrl(ctx(), deploy({ account, user: credentials("ExampleUser") }));
    expect(made.created).toEqual({ account: true, user: true, membership: true });
    expect(made.account).toMatchObject(account);
    const user = await scene.t.db.user.findUniqueOrThrow({
      where: { usernameKey: "exampleuser" },
      include: { memberships: { include: { grants: true } } },
    });
    expect(user.memberships).toMatchObject([{ accountId: made.account.id, grants: [] }]);
    expect(await verifyPassword(user.passwordHash ?? "", password)).toBe(true);
    expect((await events()).map(({ action }) => action)).toEqual([
      "account-created",
      "user-created",
      "membership-given",
      "sign-in-token-issued",
      "marketplace-deployed",
    ]);
  });

  test("names the Account by its API ID where no name is given", async () => {
    const { account } = await deployMarketplace(ctx(), deploy({ account: { apiId: "nameless" } }));
    expect(account.name).toBe("nameless");
  });

  test("answers with a link to the Partner's service host, good for five minutes, whose hash alone is kept", async () => {
    const one = await deployForUrl(ctx(), deploy({ user: credentials("linked") }));
    const path = `/account/signinwithtoken?token=${one.token}&returnUrl=/launch/marketplace/${scene.marketplace.id}`;
    expect(one.marketplaceUrl).toBe(`http://access.partner.example${path}`);
    expect(one.expiresAt).toEqual(new Date(scene.t.clock.now().getTime() + 300_000));
    await scene.t.db.partner.update({ where: { id: 1 }, data: { serviceDomain: "my.northwind.example" } });
    const other = await deployForUrl(ctx(), deploy({ user: credentials("linked") }));
    expect(other.marketplaceUrl).toMatch(
      /^http:\/\/my\.northwind\.example\/account\/signinwithtoken\?token=/,
    );
    await scene.t.db.partner.update({ where: { id: 1 }, data: { serviceDomain: null } });
    const kept = await scene.t.db
      .$queryRaw`SELECT t::text, encode(t."tokenHash", 'base64') FROM "SecretLink" t`;
    expect(JSON.stringify([kept, scene.t.log])).not.toContain(one.token);
  });

  test("uses a User who exists where the password is right, and keeps their level", async () => {
    const user = await makeUser(scene.t.db, { username: "Known", password });
    await scene.t.db.membership.create({
      data: {
        userId: user.id,
        accountId: scene.accountId,
        grants: { create: { startsAt: scene.t.clock.now() } },
      },
    });
    const made = await deployMarketplace(ctx(), deploy({ user: credentials("kNOWN") }));
    expect(made.created).toEqual({ account: false, user: false, membership: false });
    expect(made.deployment).toMatchObject({ userId: user.id, accountId: scene.accountId });
    expect(await scene.t.db.administratorGrant.count({ where: { membership: { userId: user.id } } })).toBe(1);
  });

  test("refuses a wrong password, audits it, and changes nothing", async () => {
    await makeUser(scene.t.db, { username: "guarded", password });
    const before = await everything();
    const wrong = deploy({ account: { apiId: "never" }, user: credentials("GUARDED", "P4$$w0rt") });
    await expect(deployForUrl(ctx(), wrong)).rejects.toMatchObject({ code: "forbidden", field: "password" });
    expect(await everything()).toEqual(before);
    expect(await events()).toMatchObject([{ action: "refused", subjectName: "guarded" }]);
  });

  test("refuses a User who has no password yet, and an API User, whatever the password", async () => {
    await makeUser(scene.t.db, { username: "unready" });
    const { user: apiUser } = await deployMarketplace(ctx(), deploy());
    for (const name of ["unready", apiUser.username]) {
      const asked = deployMarketplace(ctx(), deploy({ user: credentials(name, "") }));
      await expect(asked).rejects.toMatchObject({ code: "forbidden", field: "password" });
    }
    const known = deployMarketplace(ctx(), deploy({ user: { kind: "known", userId: apiUser.id } }));
    await expect(known).rejects.toMatchObject({ code: "forbidden" });
  });

  test("two at the same moment make one Account and one User", async () => {
    const same = () => deploy({ account: { apiId: "raced" }, user: credentials("racer") });
    const both = await Promise.all([1, 2, 3].map(() => deployForUrl(ctx(), same())));
    expect(new Set(both.map(({ account, user }) => `${account.id} ${user.id}`)).size).toBe(1);
    expect(new Set(both.map(({ token }) => token)).size).toBe(3);
  });

  test.each([
    ["Marketplace", { marketplaceId: 2_000_000 }, "marketplaceId", "not-found"],
    ["API ID", { account: { apiId: "with space" } }, "accountId", "invalid"],
    ["Account name", { account: { apiId: "ok-1", name: "a\u0007b" } }, "accountName", "invalid"],
    ["user ID", { user: credentials("x") }, "username", "invalid"],
    ["short password", { user: credentials("shorty", "1234567") }, "password", "invalid"],
    ["common password", { user: credentials("commoner", "password123") }, "password", "invalid"],
  ] as [string, Partial<Deploy>, string, string][])(
    "refuses a wrong %s at its field and makes nothing",
    async (_, given, field, code) => {
      const before = await everything();
      await expect(deployForUrl(ctx(), deploy(given))).rejects.toMatchObject({ code, field });
      expect(await everything()).toEqual(before);
    },
  );

  test("refuses a suspended Account, and a User who is suspended on it", async () => {
    const suspendedAt = scene.t.clock.now();
    const asleep = await makeAccount(scene.t.db, { suspendedAt });
    const account = { apiId: asleep.apiId };
    await expect(deployForUrl(ctx(), deploy({ account }))).rejects.toMatchObject({ code: "forbidden" });
    const user = await makeUser(scene.t.db, { username: "halted" });
    await scene.t.db.membership.create({
      data: { userId: user.id, accountId: scene.accountId, suspendedAt },
    });
    const known = deployForUrl(ctx(), deploy({ user: { kind: "known", userId: user.id } }));
    await expect(known).rejects.toMatchObject({ code: "forbidden", field: "username" });
  });
});

describe("deploying for an Account", () => {
  test("shows an API User on the Account at the first deployment, once, which cannot have a password", async () => {
    const first = await deployMarketplace(ctx(), deploy());
    const second = await deployMarketplace(ctx(), deploy({ completeParameter: "order-7" }));
    expect(second.user.id).toBe(first.user.id);
    expect(first.user).toMatchObject({ apiUserOfId: scene.accountId, passwordHash: null, email: null });
    const members = await scene.t.db.membership.findMany({ where: { accountId: scene.accountId } });
    expect(members.map(({ userId }) => userId)).toEqual([first.user.id]);
    const reset = resetPasswordRequest.plan(scene.ctx, { userId: first.user.id, password: "temporary" });
    await expect(reset).rejects.toMatchObject({ code: "conflict", message: /never signs in/ });
  });

  test("two at the same moment make one API User", async () => {
    const both = await Promise.all([1, 2, 3].map(() => deployMarketplace(ctx(), deploy())));
    expect(new Set(both.map(({ user }) => user.id)).size).toBe(1);
  });
});

describe("a Console User who deploys", () => {
  const as = async (permissions: Record<string, string>) => ({
    ...scene.t.app,
    actor: await makeActor(scene.t, { permissions }),
  });

  test("needs what making an Account or a User needs, inside the transaction too", async () => {
    const user = await makeUser(scene.t.db);
    const known = { kind: "known", userId: user.id } as const;
    const novel = { kind: "new", username: "novel.one", email: null } as const;
    const before = await everything();
    const edit = await as({ marketplaces: "edit" });
    for (const [given, missing] of [
      [{ account: { apiId: "console-made" } }, /accounts: manage/],
      [{ user: novel }, /users: edit/],
      [{ user: known }, /users: edit/],
    ] as const)
      await expect(deployMarketplace(edit, deploy(given))).rejects.toThrow(missing);
    expect(await everything()).toEqual(before);
    const more = await as({ marketplaces: "edit", users: "edit", accounts: "manage" });
    await deployMarketplace(more, deploy({ account: { apiId: "console-made" }, user: novel }));
    expect(await scene.t.db.user.findUnique({ where: { usernameKey: "novel.one" } })).toMatchObject({
      passwordHash: null,
    });
  });
});
