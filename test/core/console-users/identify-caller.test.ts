import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ChatPerson } from "../../../src/core/kernel/chat/chat.ts";
import { identifyCaller } from "../../../src/core/console-users/identify-caller.ts";
import { ExternalError } from "../../../src/core/kernel/external-error.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { addPerson, makeActor, makeConsoleUser } from "../../support/factories.ts";
import { workspace } from "../../support/recorded-chat.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
beforeEach(async () => {
  await t.db.consoleUser.deleteMany();
  t.chat.people.clear();
});
afterAll(() => t.close());

const identify = (chatUserId = "U1", workspaceId = workspace) =>
  identifyCaller(t.app, { chatUserId, workspaceId });
const events = auditOfTest(() => t.db);
const links = async () => (await t.db.consoleUser.findMany()).map(({ chatUserId }) => chatUserId);

describe("the first use", () => {
  test("links the Slack user to the Console User with the same confirmed address, and audits it", async () => {
    const user = await makeConsoleUser(t.db, { email: "Ed@Partner.example", permissions: { users: "edit" } });
    addPerson(t.chat, "U1", "ed@PARTNER.example");
    expect(await identify()).toMatchObject({
      kind: "console-user",
      id: user.id,
      permissions: { users: "edit" },
    });
    expect(await t.db.consoleUser.findUnique({ where: { id: user.id } })).toMatchObject({
      chatUserId: "U1",
      chatTeamId: workspace,
      chatLinkedAt: t.clock.now(),
    });
    expect(await events()).toMatchObject([
      {
        action: "slack-identity-linked",
        actorId: user.id,
        after: { chatUserId: "U1", by: "confirmed e-mail" },
      },
    ]);
  });

  test("is the only one that links: later the address no longer matters", async () => {
    await makeConsoleUser(t.db, { email: "ed@partner.example" });
    addPerson(t.chat, "U1", "ed@partner.example");
    const first = await identify();
    addPerson(t.chat, "U1", "renamed@partner.example", { emailConfirmed: false });
    expect(await identify()).toEqual({ ...first, chatUserId: "U1" });
    expect(await events()).toHaveLength(1);
  });

  test("five times at the same moment links once and takes all five", async () => {
    await makeConsoleUser(t.db, { email: "ed@partner.example" });
    addPerson(t.chat, "U1", "ed@partner.example");
    const chat = { ...t.chat, workspaceId: () => sleep(200, workspace) };
    const caller = { chatUserId: "U1", workspaceId: workspace };
    const calls = Array.from({ length: 5 }, () => identifyCaller({ ...t.app, chat }, caller));
    const callers = await Promise.all(calls);
    expect(new Set(callers.map(({ id }) => id)).size).toBe(1);
    expect((await events()).map(({ action }) => action)).toEqual(["slack-identity-linked"]);
  });

  test("by two Slack users with one address at the same moment links one, and refuses the other", async () => {
    await makeConsoleUser(t.db, { email: "ed@partner.example" });
    for (const one of ["U1", "U2"]) addPerson(t.chat, one, "ed@partner.example");
    const both = await Promise.allSettled([identify("U1"), identify("U2")]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await links()).toEqual([both[0].status === "fulfilled" ? "U1" : "U2"]);
    expect((await events()).map(({ action }) => action).toSorted()).toEqual([
      "refused",
      "slack-identity-linked",
    ]);
  });

  test("does not take a Console User away from the Slack user who has it", async () => {
    await makeActor(t, { email: "ed@partner.example", chatUserId: "U-ed" });
    addPerson(t.chat, "U1", "ed@partner.example");
    await expect(identify()).rejects.toMatchObject({ code: "forbidden" });
    expect(await links()).toEqual(["U-ed"]);
  });

  test("after an earlier Console User of this person was removed links the new one", async () => {
    const old = await makeActor(t, { email: "old@partner.example", chatUserId: "U1" });
    await t.db.consoleUser.update({ where: { id: old.id }, data: { removedAt: t.clock.now() } });
    const user = await makeConsoleUser(t.db, { email: "new@partner.example" });
    addPerson(t.chat, "U1", "new@partner.example");
    expect(await identify()).toMatchObject({ id: user.id });
  });
});

describe("in an Enterprise Grid", () => {
  const inOrganisation = true as const;

  test.each(["T0SISTER", "E0ORG", workspace])(
    "a member of ours is known by a delivery that names %s, and linked once",
    async (named) => {
      const user = await makeConsoleUser(t.db, { email: "ed@partner.example" });
      addPerson(t.chat, "W1", "ed@partner.example", { inOrganisation });
      expect(await identify("W1", named)).toMatchObject({ id: user.id });
      expect(await identify("W1", workspace)).toMatchObject({ id: user.id });
      expect(await t.db.consoleUser.findUnique({ where: { id: user.id } })).toMatchObject({
        chatTeamId: workspace,
        chatUserId: "W1",
      });
      expect(await events()).toHaveLength(1);
    },
  );

  test.each(["T0SISTER", workspace])(
    "a member of a sister workspace alone is refused (%s)",
    async (named) => {
      await makeConsoleUser(t.db, { email: "ed@partner.example" });
      addPerson(t.chat, "W1", "ed@partner.example", { workspaceId: "T0SISTER" });
      await expect(identify("W1", named)).rejects.toThrow("Slack Connect");
      expect(await links()).toEqual([null]);
    },
  );

  test("a delivery that names no workspace is refused for a member as well", async () => {
    await makeActor(t, { email: "ed@partner.example", chatUserId: "W1" });
    addPerson(t.chat, "W1", "ed@partner.example", { inOrganisation });
    await expect(identify("W1", "")).rejects.toThrow("Slack Connect");
  });
});

describe("refused, told why, and audited, is", () => {
  const refusal = async (...caller: Parameters<typeof identify>) => {
    const error: unknown = await identify(...caller).catch((thrown: unknown) => thrown);
    return { error, events: await events() };
  };
  const refused = (words: string): object => {
    const sentence: unknown = expect.stringContaining(words);
    const event = { actorKind: "chat-user", actorId: "U1", surface: "slack", action: "refused" };
    return {
      error: { name: "DomainError", code: "forbidden", message: sentence },
      events: [{ ...event, after: { because: sentence } }],
    };
  };

  test.each<[NonNullable<ChatPerson["excluded"]>, string]>([
    ["guest", "Guests of this workspace cannot be Console Users."],
    ["stranger", "not people who reach it through Slack Connect"],
    ["bot", "Bots cannot use this."],
    ["deactivated", "This Slack user is deactivated."],
  ])("a %s, even one who is linked", async (excluded, words) => {
    await makeActor(t, { email: "ed@partner.example", chatUserId: "U1", fullAccess: true });
    addPerson(t.chat, "U1", "ed@partner.example", { excluded });
    expect(await refusal()).toMatchObject(refused(words));
  });

  test("somebody whose delivery names another workspace", async () => {
    await makeConsoleUser(t.db, { email: "ed@partner.example" });
    addPerson(t.chat, "U1", "ed@partner.example");
    expect(await refusal("U1", "T0OTHER")).toMatchObject(refused("Slack Connect"));
    expect(await links()).toEqual([null]);
  });

  test("somebody whose profile belongs to another workspace", async () => {
    await makeConsoleUser(t.db, { email: "ed@partner.example" });
    addPerson(t.chat, "U1", "ed@partner.example", { workspaceId: "T0OTHER" });
    expect(await refusal()).toMatchObject(refused("Slack Connect"));
    expect(await links()).toEqual([null]);
  });

  test("somebody whose delivery names no workspace", async () => {
    addPerson(t.chat, "U1", "ed@partner.example");
    expect(await refusal("U1", "")).toMatchObject(refused("Slack Connect"));
  });

  test("somebody with an address that is not confirmed", async () => {
    await makeConsoleUser(t.db, { email: "ed@partner.example" });
    addPerson(t.chat, "U1", "ed@partner.example", { emailConfirmed: false });
    expect(await refusal()).toMatchObject(refused("You are not a Console User here."));
    expect(await links()).toEqual([null]);
  });

  test.each([undefined, "", "someone@partner.example", "ed@partner.example.evil.example"])(
    "somebody whose address is %j",
    async (address) => {
      await makeConsoleUser(t.db, { email: "ed@partner.example", firstName: "Olivia", fullAccess: true });
      addPerson(t.chat, "U1", address);
      expect(await refusal()).toMatchObject(
        refused("You are not a Console User here. Ask one of these: Olivia."),
      );
    },
  );

  test.each([
    "ﬁona@partner.example",
    "\u212Aim@partner.example",
    "k\u200Bim@partner.example",
    "kim＠partner.example",
  ])("somebody whose address, %j, is another’s by compatibility alone", async (address) => {
    await makeConsoleUser(t.db, { email: "fiona@partner.example" });
    await makeConsoleUser(t.db, { email: "kim@partner.example" });
    addPerson(t.chat, "U1", address);
    expect(await refusal()).toMatchObject(refused("You are not a Console User here."));
    expect(await links()).toEqual([null, null]);
  });

  test.each([true, false])("a Console User who was removed (linked: %s)", async (linked) => {
    const chatUserId = linked ? { chatUserId: "U1" } : {};
    const user = await makeConsoleUser(t.db, {
      email: "ed@partner.example",
      fullAccess: true,
      ...chatUserId,
    });
    await t.db.consoleUser.update({ where: { id: user.id }, data: { removedAt: t.clock.now() } });
    addPerson(t.chat, "U1", "ed@partner.example");
    expect(await refusal()).toMatchObject(refused("You are not a Console User here. Nobody can give it yet"));
  });
});

test("with Slack out of reach nobody is refused for good", async () => {
  const trouble = new ExternalError("Slack cannot be reached.", { retryable: true, reason: "connection" });
  const chat = { ...t.chat, person: () => Promise.reject(trouble) };
  await expect(identifyCaller({ ...t.app, chat }, { chatUserId: "U1", workspaceId: workspace })).rejects.toBe(
    trouble,
  );
  expect(await events()).toEqual([]);
});

test("keeps the zone that Slack tells, anew where it differs, and none that nobody knows", async () => {
  await makeActor(t, { email: "ed@partner.example", chatUserId: "U1" });
  const kept = async () => (await t.db.consoleUser.findFirstOrThrow()).timeZone;
  const told = async (timeZone: string | undefined) => {
    addPerson(t.chat, "U1", "ed@partner.example", { timeZone });
    return (await identify()).timeZone;
  };
  expect([await told("Europe/Berlin"), await kept()]).toEqual(["Europe/Berlin", "Europe/Berlin"]);
  expect([await told("Asia/Tokyo"), await kept()]).toEqual(["Asia/Tokyo", "Asia/Tokyo"]);
  expect([await told("Mars/Base"), await told(undefined), await kept()]).toEqual([
    "Asia/Tokyo",
    "Asia/Tokyo",
    "Asia/Tokyo",
  ]);
});
