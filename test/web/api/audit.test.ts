import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeApiClient } from "../../support/account-scene.ts";
import { apiClientActor } from "../../../src/core/kernel/access/api-client-actor.ts";
import { streamPartnerAudit } from "../../../src/core/audit/audit-of-partner.ts";
import { apiScene } from "./api-scene.ts";
import { member } from "./partner-requests.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
const put = (user: User, FirstName: string) =>
  scene.call("PUT", `/v1.0/users/${user.id}`, { body: { FirstName } });

let user: User;

beforeEach(async () => {
  user = await member(scene);
  for (const name of ["Ann", "Bea", "Cleo"]) await put(user, name);
});

interface Entry {
  Id: string;
  After: { firstName: string };
}

describe("the audit", () => {
  test("is read the newest first along its cursor, while entries are added", async () => {
    const path = `/v1.0/audit?userId=${user.id}&limit=2`;
    const first = (await scene.call("GET", path)).body as { Data: Entry[]; NextCursor: string };
    await put(user, "Dora");
    const second = await scene.call("GET", `${path}&cursor=${first.NextCursor}`);
    const { Data, NextCursor } = second.body as { Data: Entry[]; NextCursor: null };
    expect([...first.Data, ...Data].map(({ After }) => After.firstName)).toEqual(["Cleo", "Bea", "Ann"]);
    expect(NextCursor).toBeNull();
    expect(first.Data[0]).toMatchObject({
      Action: "names-changed",
      Surface: "api",
      Actor: { Kind: "api-client", Id: scene.client.id, Name: scene.client.name },
      Subject: { Kind: "user", Id: user.id, Name: user.username },
      Before: { firstName: "Bea" },
    });
  });

  test("is read of an Account, a Console User, an address and between days, one of these at a time", async () => {
    const Reason = `Unpaid ${randomUUID()}`;
    const { apiId } = scene.account;
    await scene.call("PUT", `/v1.0/accounts/${apiId}/suspension`, { body: { Reason } });
    const of = async (query: string) => scene.call("GET", `/v1.0/audit?${query}`);
    const day = scene.t.clock.now().toISOString().slice(0, 10);
    const suspended = { Data: [{ Action: "account-suspended", After: { because: Reason } }] };
    expect((await of(`accountId=${apiId}&since=${day}&until=${day}`)).body).toMatchObject(suspended);
    expect((await of(`accountId=${apiId}&since=2099-01-01`)).body).toMatchObject({ Data: [] });
    expect((await of(`consoleUserId=${randomUUID()}`)).body).toMatchObject({ Data: [] });
    expect((await of("email=nobody@acme.example")).body).toMatchObject({ Data: [] });
    const refused = async (query: string) => (await of(query)).body as { Field: string };
    expect(await refused(`userId=${user.id}&accountId=${apiId}`)).toMatchObject({ Field: "AccountId" });
    expect(await refused("accountId=nowhere")).toMatchObject({ Field: "AccountId" });
    expect(await refused("since=2026-02-31")).toMatchObject({ Field: "Since" });
    expect(await refused("since=2026-02-03&until=2026-02-01")).toMatchObject({ Field: "Until" });
    expect(await refused("userId=1")).toMatchObject({ Field: "UserId" });
    expect(await refused("action=refused")).toMatchObject({ Field: "action", Code: "unknown-field" });
  });

  test("is exported as CSV and as lines of JSON, which itself is audited", async () => {
    const path = `/v1.0/audit/export?userId=${user.id}`;
    const csv = await scene.call("GET", path);
    expect(csv.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-.+\.csv"$/);
    const lines = String(csv.body).trimEnd().split("\r\n");
    expect(lines[0]).toMatch(/^Number,Time \(UTC\),Actor/);
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain("Cleo");
    const json = await scene.call("GET", `${path}&format=jsonl`);
    const entries = String(json.body)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Entry);
    expect(entries.map(({ After }) => After.firstName)).toEqual(["Cleo", "Bea", "Ann"]);
    expect(entries[0]).toMatchObject({
      Block: expect.stringMatching(/^\d+$/),
      BlockHash: expect.any(String),
    });
    expect(await audit("audit-exported")).toMatchObject([
      { after: { format: "csv" }, subjectName: user.id },
      { after: { format: "jsonl" } },
    ]);
    expect(await scene.call("GET", `${path}&format=xml`)).toMatchObject({ status: 400 });
  });

  test("is read to the end of a file by who may still read it", async () => {
    const reader = await makeApiClient(scene.t.db, { name: "Reader" });
    const ctx = { ...scene.t.app, actor: apiClientActor(reader) };
    const pages = await streamPartnerAudit(ctx, { format: "csv" });
    const data = { fullAccess: false, permissions: { users: "view" } };
    await scene.t.db.apiClient.update({ where: { id: reader.id }, data });
    await expect(pages.next()).rejects.toMatchObject({ code: "forbidden" });
  });

  test("is verified as a whole, with what that does not prove, and against a hash written down before", async () => {
    const verify = async (query = "") => (await scene.call("GET", `/v1.0/audit/verification${query}`)).body;
    const whole = (await verify()) as { LastHash: string; Rows: number; CannotProve: string[] };
    expect(whole).toMatchObject({ Whole: true, Broken: null, ExpectedFound: null });
    expect(whole.Rows).toBeGreaterThan(2);
    expect(whole.CannotProve).toHaveLength(4);
    expect(await verify(`?expect=${whole.LastHash}`)).toMatchObject({ Whole: true, ExpectedFound: true });
    expect(await verify(`?expect=${"0".repeat(64)}`)).toMatchObject({ Whole: false, ExpectedFound: false });
    expect(await verify("?expect=x")).toMatchObject({ Code: "invalid-request", Field: "Expect" });
  });
});
