import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definedRequests } from "../../../src/core/features.ts";
import { apiRoutes } from "../../../src/web/features.ts";
import { makeActor } from "../../support/factories.ts";
import { apiScene } from "./api-scene.ts";
import { goodRequests } from "./good-requests.ts";
import { whatStands } from "./what-stands.ts";

const scene = apiScene();
const asking = apiRoutes
  .filter(({ asks }) => asks)
  .map(({ method, path }) => `${method.toUpperCase()} ${path}`);

/** People are asked for what they see in Slack: the rest of an Account's settings is not there. */
const seen = new Set(["Id", "Name", "Description"]);

async function requestOf(call: string) {
  const { path = "", body } = (await goodRequests[call]?.(scene)) ?? {};
  const settings = /^(?:POST|PUT) \/v1\.0\/accounts(?:\/\{id\})?$/u.test(call);
  const asked = Object.entries(body ?? {}).filter(([field]) => !settings || seen.has(field));
  return { path, ...(body !== undefined && { body: Object.fromEntries(asked) }) };
}

describe("where people have to approve everything", () => {
  beforeAll(() => {
    // Also what is never asked about unless a rule names it.
    const kinds = definedRequests.map(({ kind }) => kind);
    const rules = [{ kinds, when: "always" as const, approvals: 1 }];
    scene.t.app.approvalPolicy = { ...scene.t.app.approvalPolicy, rules };
  });

  beforeEach(async () => {
    await scene.t.db.request.deleteMany();
    await makeActor(scene.t, { fullAccess: true });
  });

  test.each(asking)("%s does nothing by itself, and asks them where it may", async (call) => {
    const { path, ...sent } = await requestOf(call);
    const send = (headers: Record<string, string>) =>
      scene.call(call.split(" ")[0] ?? "", path, { ...sent, headers });
    const before = (await whatStands(scene.t.db)) as object;
    expect(await send({})).toMatchObject({ status: 403, body: { Code: "approval-needed" } });
    expect(await scene.t.db.request.count()).toBe(0);
    const asked = await send({ prefer: "respond-async", "idempotency-key": `ask-${path}` });
    expect(asked).toMatchObject({ status: 202, body: { Status: "awaiting-approval", ApprovalsNeeded: 1 } });
    expect(await whatStands(scene.t.db)).toEqual({ ...before, audited: expect.any(Number) });
    const read = await scene.call("GET", asked.headers.get("location") ?? "");
    expect(read.body).toMatchObject({ Status: "awaiting-approval" });
    const again = await send({ prefer: "respond-async", "idempotency-key": `ask-${path}` });
    expect(again.headers.get("location")).toBe(asked.headers.get("location"));
    expect(await scene.t.db.request.count()).toBe(1);
  });
});

test("whatever changes something at the Partner's own calls can be asked for", () => {
  const tag = /^\/v1\.0\/(?:accounts|users|invitations|console-users)/u;
  const changing = apiRoutes.filter(
    ({ method, path, level }) => method !== "get" && tag.test(path) && level === "partner",
  );
  const others = changing
    .filter(({ asks }) => !asks)
    .map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(others.toSorted()).toEqual(
    [
      // They give Access at most.
      "POST /v1.0/accounts/{id}/marketplace",
      "POST /v1.0/accounts/{id}/signintoken",
      "POST /v1.0/users/marketplace",
      "PUT /v1.0/accounts/{id}/users",
      // Each row is done or said not to be.
      "POST /v1.0/invitations",
    ].toSorted(),
  );
});
