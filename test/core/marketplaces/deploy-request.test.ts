import { describe, expect, test } from "vitest";
import { days, minutes } from "../../../src/core/kernel/time/clock.ts";
import type { ConsolePermissions } from "../../../src/core/kernel/access/access.ts";
import { deployForm } from "../../../src/core/marketplaces/deploy-request-input.ts";
import { deployMarketplace } from "../../../src/core/marketplaces/deploy-marketplace.ts";
import { showSignInLink } from "../../../src/core/marketplaces/deploy-request.ts";
import { findSignInToken } from "../../../src/core/kernel/links/use-sign-in-token.ts";
import { defaultApprovalPolicy } from "../../../src/core/kernel/requests/approval-policy.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount, makeUser } from "../../support/factories.ts";
import { trouble } from "../../support/invite-scene.ts";
import { readWords } from "../../support/recorded-chat.ts";
import { deployRequestScene } from "./deploy-request-scene.ts";

const scene = deployRequestScene();
const { as, submit, request, shown } = scene;
const events = auditOfTest(() => scene.t.db);

describe("deploying from the chat", () => {
  test("tells what was made and what is offered; the link is for the one who asked, fresh at each click", async () => {
    const { requestId } = await submit({ username: "olga", email: "olga@new.example" });
    await scene.t.runJobs();
    const fields = Object.fromEntries(shown().fields.map(([label, value]) => [label, readWords(value)]));
    expect(shown().title).toBe("Marketplace deployed");
    expect(fields).toMatchObject({
      User: "olga",
      Created: "the User, access to the Account",
      Offers: "no card yet",
    });
    expect(shown().buttons).toMatchObject([{ label: "Show sign-in link", value: requestId }]);
    expect(scene.t.mailer.sent).toMatchObject([{ to: "olga@new.example" }]);
    const [one, two] = [
      await showSignInLink(scene.ctx, requestId),
      await showSignInLink(scene.ctx, requestId),
    ];
    expect(one.url).not.toBe(two.url);
    const token = new URL(two.url).searchParams.get("token") ?? "";
    const found = await findSignInToken(scene.t.app, token);
    expect(found).toMatchObject({ state: "open", user: { username: "olga" } });
    expect(await events("sign-in-token-issued")).toMatchObject([{ requestId }, { requestId }]);
    const stranger = await as({ marketplaces: "manage" });
    await expect(showSignInLink(stranger, requestId)).rejects.toMatchObject({ code: "forbidden" });
    const powerless = { ...scene.ctx, actor: { ...scene.ctx.actor, permissions: {} } };
    await expect(showSignInLink(powerless, requestId)).rejects.toMatchObject({ code: "forbidden" });
    scene.t.clock.advance(days(1));
    await expect(showSignInLink(scene.ctx, requestId)).rejects.toMatchObject({ code: "expired" });
  });

  test("a link is not shown before the deployment is done, nor once the User may not enter", async () => {
    const { requestId } = await submit();
    await expect(showSignInLink(scene.ctx, requestId)).rejects.toMatchObject({ message: /Not yet/ });
    await scene.t.runJobs();
    await scene.t.db.account.update({
      where: { id: scene.accountId },
      data: { suspendedAt: scene.t.clock.now() },
    });
    await expect(showSignInLink(scene.ctx, requestId)).rejects.toMatchObject({ code: "conflict" });
  });

  test("a link is not shown to whoever may no longer deploy by then, and that is audited", async () => {
    const { requestId } = await submit();
    await scene.t.runJobs();
    const { actor } = scene.ctx;
    const app = beforeTheWrite(scene.t.app, () =>
      scene.t.db.consoleUser.update({ where: { id: actor.id }, data: { permissions: { users: "edit" } } }),
    );
    await expect(showSignInLink({ ...app, actor }, requestId)).rejects.toMatchObject({ code: "forbidden" });
    expect(await events("refused")).toMatchObject([{ requestId, after: { attempted: "sign-in-link" } }]);
    expect(
      await scene.t.db.secretLink.count({ where: { purpose: "signIn", deployment: { requestId } } }),
    ).toBe(0);
  });

  test("a link into an Account that was marked sensitive since is not shown without its approvals", async () => {
    const { requestId } = await submit();
    await scene.t.runJobs();
    const data = { sensitiveBecause: "Bank data" };
    await scene.t.db.account.update({ where: { id: scene.accountId }, data });
    const approvalPolicy = defaultApprovalPolicy;
    await expect(showSignInLink({ ...scene.ctx, approvalPolicy }, requestId)).rejects.toMatchObject({
      code: "forbidden",
      message: /marked sensitive\. Nothing was made/,
    });
    expect(
      await scene.t.db.secretLink.count({ where: { purpose: "signIn", deployment: { requestId } } }),
    ).toBe(0);
  });

  test("is done once, however often the job comes, and mails once", async () => {
    scene.t.mailer.failures.push(trouble(true, "451"));
    const { requestId } = await submit({ username: "once", email: "once@new.example" });
    await scene.t.runJobs();
    scene.t.clock.advance(minutes(1));
    await scene.t.runJobs();
    expect(await scene.t.db.deployment.count({ where: { requestId } })).toBe(1);
    expect(scene.t.mailer.sent).toHaveLength(1);
    expect((await request(requestId)).status).toBe("done");
  });

  test("for a new Account goes into no other that has its API ID by then", async () => {
    const { requestId } = await submit({ accountId: undefined, accountName: "Fresh", apiId: "wanted" });
    const { id: accountId } = await makeAccount(scene.t.db, { apiId: "WANTED" });
    await scene.t.runJobs();
    expect(await request(requestId)).toMatchObject({ status: "failed", appliedAt: null });
    expect((await request(requestId)).trouble).toContain("wanted");
    expect(await scene.t.db.deployment.count({ where: { accountId } })).toBe(0);
    expect(await scene.t.db.user.count({ where: { apiUserOfId: accountId } })).toBe(0);
  });

  test("for a new User goes to no other who has that user ID by then", async () => {
    const { requestId } = await submit({ username: "later.taken" });
    const { id: userId } = await makeUser(scene.t.db, { username: "Later.Taken" });
    await scene.t.runJobs();
    expect(await request(requestId)).toMatchObject({ status: "failed", appliedAt: null });
    expect(await scene.t.db.membership.count({ where: { userId } })).toBe(0);
  });

  test.each([
    ["a new Account", { accountId: undefined, accountName: "Fresh" }, { users: "edit" }, "accounts: manage"],
    ["a new User", { username: "fresh.user" }, { accounts: "manage" }, "users: edit"],
    ["a User who is none of the Account's", { userId: "known" }, { users: "view" }, "users: edit"],
    ["any User", { userId: "known" }, { accounts: "manage" }, "users: view"],
  ] as [string, Record<string, unknown>, ConsolePermissions, string][])(
    "%s needs what it needs anywhere",
    async (_, given, held, missing) => {
      const { id: userId } = await makeUser(scene.t.db);
      const asked = "userId" in given ? { userId } : given;
      const refused = submit(asked, await as({ marketplaces: "edit", ...held }));
      await expect(refused).rejects.toThrow(`“${missing}”`);
      const alone = await as({ marketplaces: "edit" });
      await submit({}, alone);
      await scene.t.runJobs();
    },
  );

  test.each([
    [{ accountId: undefined }, "accountId", /Choose an Account, or name/],
    [{ accountName: "Both" }, "accountName", /not both/],
    [{ apiId: "alone" }, "apiId", /enter its name/],
    [{ username: "x" }, "username", /at least 3/],
    [{ email: "a@b.example" }, "email", /enter the user ID/],
    [{ marketplaceId: "x" }, "marketplaceId", /Choose a Marketplace/],
  ])("%j is refused at %s", (given, field, message) => {
    const whole = { marketplaceId: 1, accountId: "00000000-0000-4000-8000-000000000000", ...given };
    expect(deployForm.safeParse(whole).error?.issues[0]).toMatchObject({ path: [field], message });
  });
});

test("a deployment made by the API has no sign-in link in the chat", async () => {
  const { deployment } = await deployMarketplace(scene.trusted(), scene.deploy());
  await expect(showSignInLink(scene.ctx, deployment.id)).rejects.toMatchObject({ code: "not-found" });
});
