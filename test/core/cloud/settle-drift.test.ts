import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sweepCloudSync } from "../../../src/core/cloud/cloud-sync.ts";
import { importCloud } from "../../../src/core/cloud/import-cloud.ts";
import { settleAccountDriftRequest, settleMemberDriftRequest } from "../../../src/core/cloud/settle-drift.ts";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { ExternalError } from "../../../src/core/kernel/external-error.ts";
import { cloudOutbox } from "../../../src/core/kernel/requests/cloud-effect.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { recover } from "../../../src/core/kernel/outbox/recover.ts";
import { days, hours, minutes } from "../../../src/core/kernel/time/clock.ts";
import { makeActor, makePartner } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { type KeptCloud, keptCloud } from "../../support/kept-cloud.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let t: TestApp;
let cloud: KeptCloud;
let olivia: ConsoleUserActor;
beforeEach(async () => {
  cloud = keptCloud();
  t = await createTestApp({ cloud });
  await makePartner(t.db);
  olivia = await makeActor(t, { firstName: "Olivia", fullAccess: true });
  cloud.add("acme", { members: ["hanna", "mia"] });
  cloud.add("globex");
  const operator = { kind: "operator", name: "root", surface: "command-line" } as const;
  await importCloud({ ...t.app, actor: operator }, cloud);
});
afterEach(() => t.close());

async function later(ms: number): Promise<void> {
  t.clock.advance(ms);
  await sweepCloudSync(t.app);
  await t.runJobs();
}

/** What was carried over arrives. */
async function arrive(): Promise<void> {
  t.clock.advance(minutes(1));
  await recover(t.app, [cloudOutbox]);
  await t.runJobs();
}

const open = () =>
  t.db.cloudDrift.findMany({
    where: { goneAt: null, settledAt: null, ignoredAt: null },
    orderBy: { number: "asc" },
  });
const only = async () => {
  const [row, ...others] = await open();
  expect(others).toEqual([]);
  if (!row) throw new Error("Nothing differs");
  return row;
};

type How = "adopt" | "push" | "ignore";

async function decide(number: number, how: How, because: string | null = null, actor = olivia) {
  const row = await t.db.cloudDrift.findUniqueOrThrow({ where: { number } });
  const kind = row.kind.startsWith("member") ? settleMemberDriftRequest : settleAccountDriftRequest;
  const ctx = { ...t.app, actor };
  const { requestId, needsConfirmation } = await submitRequest(ctx, kind, { number, how, because }, place());
  if (needsConfirmation) await confirmRequest(ctx, requestId);
  await t.runJobs();
  const { status, outcome } = await t.db.request.findUniqueOrThrow({ where: { id: requestId } });
  return `${status} ${outcome}`;
}

const account = (cloudId: string) => t.db.account.findFirst({ where: { cloud: { cloudId } } });

async function membersOf(cloudId: string): Promise<string[]> {
  const rows = await t.db.membership.findMany({
    where: { account: { cloud: { cloudId } } },
    include: { user: true, grants: true },
  });
  expect(rows.flatMap(({ grants }) => grants)).toEqual([]);
  return rows.map(({ user }) => user.username).toSorted();
}

describe("another name", () => {
  beforeEach(async () => {
    cloud.add("globex", { name: "Globex  Größe ".repeat(12).trim() });
    await later(hours(1));
  });

  test("is adopted, also one that nobody could give here, and is no difference then", async () => {
    expect(await decide((await only()).number, "adopt")).toBe("done adopt");
    expect((await account("globex"))?.name).toBe(cloud.has.get("globex")?.name);
    await later(hours(1));
    expect(await open()).toEqual([]);
    expect(cloud.calls.filter((call) => call.startsWith("change"))).toEqual([]);
  });

  test("is pushed as an effect of the request: no difference while it is under way, nor after it", async () => {
    cloud.before = (call) => {
      if (call.startsWith("change"))
        throw new ExternalError("Cyclr's cloud answers 503.", { retryable: true, reason: "503" });
    };
    expect(await decide((await only()).number, "push")).toBe("done push");
    await later(hours(1));
    expect(await open()).toEqual([]);
    cloud.before = () => undefined;
    await arrive();
    expect(cloud.has.get("globex")?.name).toBe("globex");
    await later(hours(1));
    expect(await open()).toEqual([]);
  });

  test("is ignored for good, with a reason, and can still be decided", async () => {
    const { number } = await only();
    await expect(decide(number, "ignore")).rejects.toThrow("Say why");
    expect(await decide(number, "ignore", "sold as Globex")).toBe("done ignore");
    await later(hours(1));
    expect(await open()).toEqual([]);
    const row = await t.db.cloudDrift.findUniqueOrThrow({ where: { number } });
    expect([row.ignoredBy, row.ignoredBecause]).toEqual([olivia.name, "sold as Globex"]);
    expect(await decide(number, "adopt")).toBe("done adopt");
  });

  test("is decided once, by two who do at the same time", async () => {
    const { number } = await only();
    await decide(number, "adopt");
    expect(await decide(number, "push")).toBe("done already");
    expect(await t.db.cloudEffect.count()).toBe(0);
  });
});

describe("a new Account", () => {
  beforeEach(async () => {
    cloud.add("initech", { name: "Initech", members: ["hanna", "jo doe"] });
    await later(hours(1));
  });

  test("is taken over with its users, as Access, by who may edit users too", async () => {
    expect(await decide((await only()).number, "adopt")).toBe("done adopt");
    expect(await membersOf("initech")).toEqual(["hanna", "jo doe"]);
    await later(days(1));
    expect(await open()).toEqual([]);
  });

  test("is taken over without them by who may not, and they are told as differences", async () => {
    const ed = await makeActor(t, { permissions: { accounts: "manage" } });
    expect(await decide((await only()).number, "adopt", null, ed)).toBe("done adopt");
    expect(await membersOf("initech")).toEqual([]);
    await later(minutes(1));
    expect((await open()).map(({ kind, userName }) => [kind, userName])).toEqual([
      ["member-new", "hanna"],
      ["member-new", "jo doe"],
    ]);
  });

  test("needs the permission to create Accounts, and cannot be pushed: nothing unknown is deleted there", async () => {
    const { number } = await only();
    const ed = await makeActor(t, { permissions: { accounts: "edit" } });
    await expect(decide(number, "adopt", null, ed)).rejects.toThrow("accounts: manage");
    await expect(decide(number, "push")).rejects.toThrow("not deleted in Cyclr from here");
    expect(cloud.has.has("initech")).toBe(true);
  });

  test("that has gone meanwhile is taken over by nobody", async () => {
    const { number } = await only();
    cloud.has.delete("initech");
    expect(await decide(number, "adopt")).toBe("done vanished");
    expect(await account("initech")).toBeNull();
  });
});

test("an Account that is gone there is made anew by a push", async () => {
  cloud.has.delete("globex");
  await later(hours(1));
  expect(await decide((await only()).number, "push")).toBe("done push");
  await arrive();
  expect(cloud.has.has("globex")).toBe(true);
  await later(hours(1));
  expect(await open()).toEqual([]);
});

test("a new API ID is adopted: the Account is found under it, and what it is called here stays", async () => {
  cloud.move("acme", "acme ltd");
  await later(hours(1));
  const row = await only();
  await expect(decide(row.number, "push")).rejects.toThrow("has no call");
  expect(await decide(row.number, "adopt")).toBe("done adopt");
  expect((await account("acme ltd"))?.apiId).toBe("acme");
  await later(hours(1));
  expect(await open()).toEqual([]);
});

describe("members", () => {
  beforeEach(async () => {
    cloud.has.get("acme")?.members.add("jo doe");
    await later(days(1));
  });

  test("who is new there becomes a user here, with the level Access", async () => {
    expect(await decide((await only()).number, "adopt")).toBe("done adopt");
    expect(await membersOf("acme")).toEqual(["hanna", "jo doe", "mia"]);
    await later(days(1));
    expect(await open()).toEqual([]);
  });

  test("or is removed there, which needs the permission to remove users", async () => {
    const { number } = await only();
    const ed = await makeActor(t, { permissions: { users: "edit", accounts: "manage" } });
    await expect(decide(number, "push", null, ed)).rejects.toThrow("users: manage");
    expect(await decide(number, "push")).toBe("done push");
    await arrive();
    expect([...(cloud.has.get("acme")?.members ?? [])]).toEqual(["hanna", "mia"]);
    await later(minutes(1));
    expect(await open()).toEqual([]);
  });

  test("who may change Accounts alone decides nothing of them", async () => {
    const ed = await makeActor(t, { permissions: { accounts: "manage" } });
    await expect(decide((await only()).number, "adopt", null, ed)).rejects.toThrow("users: edit");
  });
});

test("a shrunken list goes on when somebody who manages Accounts has said so", async () => {
  for (let at = 0; at < 10; at += 1) cloud.add(`a${at}`);
  const operator = { kind: "operator", name: "root", surface: "command-line" } as const;
  await importCloud({ ...t.app, actor: operator }, cloud);
  cloud.has.delete("a1");
  cloud.has.delete("a2");
  await later(hours(1));
  const row = await only();
  expect(row.kind).toBe("list-shrank");
  const ed = await makeActor(t, { permissions: { accounts: "edit" } });
  await expect(decide(row.number, "adopt", null, ed)).rejects.toThrow("accounts: manage");
  expect(await decide(row.number, "adopt")).toBe("done adopt");
  expect((await open()).map(({ kind, cloudId }) => `${kind} ${cloudId}`)).toEqual([
    "account-gone a1",
    "account-gone a2",
  ]);
});

test("every decision is audited with what it was about", async () => {
  cloud.has.delete("globex");
  await later(hours(1));
  await decide((await only()).number, "ignore", "kept here for its records");
  const event = await t.db.auditEvent.findFirst({ where: { action: "difference-settled" } });
  expect([event?.actorName, event?.subjectName, event?.after]).toEqual([
    olivia.name,
    expect.stringContaining("is here and no longer in Cyclr."),
    { how: "ignore", because: "kept here for its records" },
  ]);
});
