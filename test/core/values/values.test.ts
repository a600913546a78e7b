import { describe, expect, test } from "vitest";
import { days, hours } from "../../../src/core/kernel/time/clock.ts";
import { deployMarketplaceRequest } from "../../../src/core/marketplaces/deploy-request.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import {
  defaultApprovalPolicy,
  type ApprovalPolicy,
} from "../../../src/core/kernel/requests/approval-policy.ts";
import { cancelRequest } from "../../../src/core/kernel/requests/enter-queue-or-approval.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { fillValues } from "../../../src/core/values/fill-values.ts";
import { findValueLink, issueValueLink } from "../../../src/core/values/issue-value-link.ts";
import { sweepValues } from "../../../src/core/values/sweep-values.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { place } from "../../support/invite-scene.ts";
import { makeConnector } from "../../support/marketplace-factories.ts";
import { deployRequestScene } from "../marketplaces/deploy-request-scene.ts";

const scene = deployRequestScene();
const { as, input, submit, request, shown } = scene;
const events = auditOfTest(() => scene.t.db);
const secret = "sk_live_0123456789abcdef";
const withShop = () => submit({ connectorIds: [scene.shop.id] });
const visitor = () => ({ ...scene.t.app, actor: { kind: "invitee", name: "ed", surface: "web" } }) as const;
const tokenOf = (url: string) => url.split("/").at(-1) ?? "";
const fill = (token: string) => {
  const { name, version } = scene.shop;
  return fillValues(visitor(), { token, values: [{ name, version, authValue: secret, properties: [] }] });
};

describe("values that no chat may see", () => {
  test("are given on a page, sealed, used and dropped; the Request goes on by itself", async () => {
    const { requestId, awaitsValues } = await withShop();
    await scene.t.runJobs();
    expect(awaitsValues).toBe(true);
    expect(shown()).toMatchObject({ title: "Marketplace deployment waits for values", state: "waiting" });
    expect(shown().buttons).toMatchObject([{ label: "Enter the values", value: requestId }]);
    const { url } = await issueValueLink(scene.ctx, requestId);
    await fill(tokenOf(url));
    const sealed = (await request(requestId)).values?.valuesSealed ?? "";
    expect(sealed.startsWith(`${scene.t.app.secretKeys[0]?.id}.`)).toBe(true);
    await scene.t.runJobs();
    expect(shown().title).toBe("Marketplace deployed");
    const installed = await scene.t.db.accountConnector.findMany({ where: { accountId: scene.accountId } });
    expect(installed).toMatchObject([{ connectorId: scene.shop.id }]);
    expect((await request(requestId)).values).toBeNull();
    const told = JSON.stringify(
      [
        await scene.t.db.request.findMany(),
        await events(),
        scene.t.chat.messages,
        scene.t.log,
        sealed,
        installed,
      ],
      (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value),
    );
    expect(told).toContain("values-given");
    expect(told).not.toContain(secret);
    expect(told).not.toContain(tokenOf(url));
  });

  test("are taken once, of two at the same moment as well", async () => {
    const { requestId } = await withShop();
    const token = tokenOf((await issueValueLink(scene.ctx, requestId)).url);
    const ends = await Promise.allSettled([fill(token), fill(token), fill(token)]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(await events("values-given")).toHaveLength(1);
    await expect(fill(token)).rejects.toMatchObject({ code: "expired" });
    expect(await findValueLink(scene.t.app, token)).toMatchObject({ state: "used" });
    await expect(issueValueLink(scene.ctx, requestId)).rejects.toMatchObject({ code: "conflict" });
    await scene.t.runJobs();
  });

  test("come by the latest link alone, for an hour, to the one who asked", async () => {
    const { requestId } = await withShop();
    const stranger = await as({ marketplaces: "manage" });
    await expect(issueValueLink(stranger, requestId)).rejects.toMatchObject({ code: "forbidden" });
    expect(await events("refused")).toHaveLength(1);
    const first = tokenOf((await issueValueLink(scene.ctx, requestId)).url);
    const second = tokenOf((await issueValueLink(scene.ctx, requestId)).url);
    expect(await findValueLink(scene.t.app, first)).toBeUndefined();
    expect(await findValueLink(scene.t.app, second)).toMatchObject({ state: "open" });
    scene.t.clock.advance(hours(1));
    expect(await findValueLink(scene.t.app, second)).toMatchObject({ state: "expired" });
    await expect(fill(second)).rejects.toMatchObject({ code: "expired" });
    const third = tokenOf((await issueValueLink(scene.ctx, requestId)).url);
    await fill(third);
    await scene.t.runJobs();
    expect((await request(requestId)).status).toBe("done");
  });

  test("that nobody gives let the Request expire after a day, and its card says so", async () => {
    const { requestId } = await withShop();
    const token = tokenOf((await issueValueLink(scene.ctx, requestId)).url);
    scene.t.clock.advance(days(1));
    await expect(issueValueLink(scene.ctx, requestId)).rejects.toMatchObject({ code: "expired" });
    const sweeps = await Promise.all(Array.from({ length: 4 }, () => sweepValues(scene.t.app)));
    expect(sweeps.reduce((sum, count) => sum + count)).toBe(1);
    expect(await events("request-expired")).toHaveLength(1);
    await scene.t.runJobs();
    expect(shown()).toMatchObject({ title: "Marketplace deployment expired" });
    expect(await findValueLink(scene.t.app, token)).toMatchObject({ state: "expired" });
    await expect(issueValueLink(scene.ctx, requestId)).rejects.toMatchObject({ code: "expired" });
  });

  test("are dropped where the Request fails for good, once a retry is out of the question", async () => {
    const { requestId } = await withShop();
    await fill(tokenOf((await issueValueLink(scene.ctx, requestId)).url));
    await scene.t.db.marketplace.delete({ where: { id: scene.marketplace.id } });
    await scene.t.runJobs();
    expect(await request(requestId)).toMatchObject({ status: "failed" });
    await sweepValues(scene.t.app);
    expect((await request(requestId)).values?.valuesSealed).toBeTruthy();
    scene.t.clock.advance(days(1));
    await sweepValues(scene.t.app);
    expect((await request(requestId)).values).toBeNull();
  });

  test("of a Request that was cancelled are not taken", async () => {
    const { requestId } = await withShop();
    const token = tokenOf((await issueValueLink(scene.ctx, requestId)).url);
    await cancelRequest(scene.ctx, requestId);
    expect(await findValueLink(scene.t.app, token)).toMatchObject({ state: "closed" });
    await expect(fill(token)).rejects.toMatchObject({ code: "expired" });
  });

  test("come before approval, where the policy asks for that", async () => {
    const rules: ApprovalPolicy["rules"] = [{ kinds: ["deploy-marketplace"], when: "always", approvals: 1 }];
    const strict = { ...scene.ctx, approvalPolicy: { ...defaultApprovalPolicy, rules } };
    const { requestId, awaitsApproval } = await submitRequest(
      strict,
      deployMarketplaceRequest,
      input({ connectorIds: [scene.shop.id] }),
      place(),
    );
    expect(awaitsApproval).toBe(false);
    await fill(tokenOf((await issueValueLink(strict, requestId)).url));
    expect((await request(requestId)).status).toBe("awaitingApproval");
    await scene.t.runJobs();
    expect(await scene.t.db.deployment.count({ where: { requestId } })).toBe(0);
    const approver = await as({ marketplaces: "manage" });
    await approveRequest({ ...strict, actor: approver.actor }, requestId);
    await scene.t.runJobs();
    expect(await scene.t.db.deployment.count({ where: { requestId } })).toBe(1);
  });

  test("are not asked for where nothing asks for them", async () => {
    const plain = await makeConnector(scene.t.db);
    const oauth = await makeConnector(scene.t.db, { authentication: "oauth2" });
    const { awaitsValues } = await submit({ connectorIds: [plain.id, oauth.id], inlineOAuth: true });
    expect(awaitsValues).toBe(false);
    await scene.t.runJobs();
    expect(await scene.t.db.accountConnector.count({ where: { accountId: scene.accountId } })).toBe(2);
    expect((await submit({ connectorIds: [oauth.id] })).awaitsValues).toBe(true);
  });
});
