import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeAccount } from "../../support/factories.ts";
import { apiScene } from "./api-scene.ts";
import { member } from "./partner-requests.ts";

const scene = apiScene();

test("the dashboard counts, and compares to the time before", async () => {
  const { body } = await scene.call("GET", "/v1.0/dashboard");
  const { Accounts } = body as { Accounts: { Count: { Number: number }; Trends: { Days: number }[] } };
  expect(Accounts.Count).toEqual({ Number: expect.any(Number), Is: "exact" });
  expect(Accounts.Trends.map(({ Days }) => Days)).toEqual([7, 30]);
});

test("the report of Accounts goes along its cursor", async () => {
  await member(scene);
  const name = `Zz ${randomUUID()}`;
  await makeAccount(scene.t.db, { name, apiId: name.replace(" ", "-") });
  const rows: unknown[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const { body } = await scene.call("GET", `/v1.0/reports/users?limit=1${cursor && `&cursor=${cursor}`}`);
    const page = body as { Data: unknown[]; NextCursor: string | null };
    rows.push(...page.Data);
    cursor = page.NextCursor;
  }
  expect(rows).toHaveLength(await scene.t.db.account.count());
  expect(rows.at(-1)).toEqual({
    AccountName: name,
    AccountId: name.replace(" ", "-"),
    ParentAccountId: null,
    SuspendedAt: null,
    Users: 0,
    Administrators: 0,
    ActiveCycles: 0,
  });
});

test("there is no report of another name", async () => {
  expect((await scene.call("GET", "/v1.0/reports/secrets")).status).toBe(404);
});
