import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  changeAccountSettingsRequest,
  settingsMark,
} from "../../../../src/core/accounts/change-account-settings.ts";
import { createAccountRequest } from "../../../../src/core/accounts/create-account.ts";
import { deleteAccountRequest } from "../../../../src/core/accounts/delete-account.ts";
import { importCloud } from "../../../../src/core/cloud/import-cloud.ts";
import type { Account } from "../../../../src/core/generated/prisma/client.ts";
import type { Cloud } from "../../../../src/core/kernel/cloud/cloud.ts";
import { ExternalError } from "../../../../src/core/kernel/external-error.ts";
import { retryFailedEffects } from "../../../../src/core/kernel/requests/cloud-effect.ts";
import { minutes } from "../../../../src/core/kernel/time/clock.ts";
import { removeUserRequest } from "../../../../src/core/memberships/remove-user.ts";
import { join } from "../../../support/account-scene.ts";
import { type CloudScene, startCloudScene } from "../../../support/cloud-scene.ts";
import { makeAccount, makeUser } from "../../../support/factories.ts";
import { recoverLater } from "../../../support/recover-all.ts";
import { accountScene, cardWords, carryOut } from "../../accounts/account-scene.ts";

const scene = accountScene();
let cloud: CloudScene;
/** What a call that changes something meets. */
let fault: "none" | "away" | "answer lost" | "refusing";
/** Every call that changes something, as it was made. */
let changes: string[];

const changing = ["createAccount", "changeAccount", "deleteAccount", "removeMember"];

function faulty(real: Cloud): Cloud {
  return new Proxy(real, {
    get: (target, name) => {
      const call = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        if (fault === "away") throw trouble("503", true);
        if (!changing.includes(String(name))) return call(...args);
        changes.push(String(name));
        if (fault === "refusing") throw trouble("400", false);
        const answer = await call(...args);
        if (fault === "answer lost") throw trouble("timeout", true);
        return answer;
      };
    },
  });
}

const trouble = (reason: string, retryable: boolean) =>
  new ExternalError(`Cyclr's cloud answers ${reason}.`, { retryable, reason });

beforeAll(async () => {
  cloud = await startCloudScene();
  scene.ctx = await scene.actor({ accounts: "manage", users: "manage" });
  const connected = { cloud: faulty(cloud.cloudOf(scene.t)) };
  Object.assign(scene.t.app, connected);
  Object.assign(scene.ctx, connected);
});
afterAll(() => cloud.stop());
beforeEach(() => {
  [fault, changes] = ["none", []];
});

let serial = 0;

/** An Account with a member, there and taken over from there. */
async function known(): Promise<{ account: Account; userId: string; username: string }> {
  const [apiId, username] = [`acme ${(serial += 1)}`, `jo ${serial}`];
  const there = await makeAccount(cloud.there.db, { name: `Acme ${serial}`, apiId });
  await join(cloud.there.db, (await makeUser(cloud.there.db, { username })).id, there.id);
  scene.t.clock.advance(1_000);
  const actor = { kind: "operator", name: "root", surface: "command-line" } as const;
  await importCloud({ ...scene.t.app, actor }, cloud.cloudOf(scene.t));
  const { account } = await scene.t.db.cloudAccount.findUniqueOrThrow({
    where: { cloudId: apiId },
    include: { account: true },
  });
  const { userId } = await scene.t.db.cloudUser.findUniqueOrThrow({ where: { cloudName: username } });
  return { account, userId, username };
}

/** Lets the recovery find what is due, and runs it, for so long. */
async function runFor(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= minutes(2)) {
    scene.t.clock.advance(Math.min(left, minutes(2)));
    await recoverLater(scene.t);
    await scene.t.runJobs();
  }
}

const card = () => cardWords(scene.t.chat.messages.at(-1)?.cards.at(-1));
const there = (apiId: string) =>
  cloud.there.db.account.findFirst({ where: { apiId }, include: { memberships: true } });

interface Kind {
  /** Asks for it and runs it here; returns how to look whether it is done there. */
  ask: () => Promise<() => Promise<unknown>>;
  done: unknown;
  call: string;
}

const kinds: Record<string, Kind> = {
  "create-account": {
    call: "createAccount",
    done: { name: "New Ltd", description: "about" },
    async ask() {
      const apiId = `new-${(serial += 1)}`;
      const input = { name: "New Ltd", apiId, description: "about", parentId: null };
      await carryOut(scene, createAccountRequest, input);
      return () => there(apiId);
    },
  },
  "account-settings": {
    call: "changeAccount",
    done: { name: "Other Ltd", description: "" },
    async ask() {
      const { account } = await known();
      const shown = settingsMark(account);
      await carryOut(scene, changeAccountSettingsRequest, {
        accountId: account.id,
        shown,
        name: "Other Ltd",
      });
      return () => there(account.apiId);
    },
  },
  "delete-account": {
    call: "deleteAccount",
    done: null,
    async ask() {
      const { account } = await known();
      await carryOut(scene, deleteAccountRequest, { accountId: account.id });
      return () => there(account.apiId);
    },
  },
  "remove-user": {
    call: "removeMember",
    done: { memberships: [] },
    async ask() {
      const { account, userId } = await known();
      await carryOut(scene, removeUserRequest, { accountId: account.id, userId });
      return () => there(account.apiId);
    },
  },
};

describe.each(Object.entries(kinds))("%s", (kind, { ask, done, call }) => {
  const expectDone = async (look: () => Promise<unknown>) =>
    done === null ? expect(await look()).toBeNull() : expect(await look()).toMatchObject(done as object);

  test("is done there as well, and the card says when it waits and when it is done", async () => {
    const look = await ask();
    expect(card()).toContain("\nIn Cyclr: waits\n");
    await runFor(minutes(2));
    await expectDone(look);
    expect(card()).toContain("\nIn Cyclr: done\n");
    expect(changes).toEqual([call]);
  });

  test("waits while the cloud is away for an hour, and is done once it is back", async () => {
    const look = await ask();
    fault = "away";
    await runFor(minutes(60));
    expect(card()).toMatch(/\nIn Cyclr: waits: Cyclr's cloud answers 503\. Retry \d of 8 at /u);
    fault = "none";
    await runFor(minutes(90));
    await expectDone(look);
    expect(card()).toContain("\nIn Cyclr: done\n");
    expect(changes).toEqual([call]);
  });

  test("has one effect alone where the answer was lost after it was done", async () => {
    const look = await ask();
    fault = "answer lost";
    await runFor(minutes(2));
    await expectDone(look);
    expect(card()).toContain("Cyclr's cloud answers timeout. Retry");
    fault = "none";
    await runFor(minutes(30));
    await expectDone(look);
    expect(card()).toContain("\nIn Cyclr: done\n");
    // A name is said again, and a deletion; whatever else has an effect is looked for before.
    const said = ["changeAccount", "deleteAccount"].includes(call) ? 2 : 1;
    expect(changes).toEqual(Array.from({ length: said }, () => call));
  });

  test("that is refused there is told as done here and not there, until it is tried again", async () => {
    const look = await ask();
    fault = "refusing";
    await runFor(minutes(30));
    expect(card()).toContain("\nIn Cyclr: not done: Cyclr's cloud answers 400. Here it is done.\n");
    expect(changes).toEqual([call]);
    fault = "none";
    expect(await retryFailedEffects(scene.t.db)).toBe(1);
    await runFor(minutes(2));
    await expectDone(look);
    expect(card()).toContain("\nIn Cyclr: done\n");
  });

  test("without the variables writes nothing for the cloud", async () => {
    const before = await scene.t.db.cloudEffect.count();
    const [app, ctx] = [scene.t.app.cloud, scene.ctx.cloud];
    try {
      Object.assign(scene.t.app, { cloud: undefined });
      Object.assign(scene.ctx, { cloud: undefined });
      await ask();
      expect(card()).not.toContain("In Cyclr");
    } finally {
      Object.assign(scene.t.app, { cloud: app });
      Object.assign(scene.ctx, { cloud: ctx });
    }
    expect(await scene.t.db.cloudEffect.count()).toBe(before);
    expect([kind, changes]).toEqual([kind, []]);
  });
});

describe("asked first", () => {
  test("an API ID that is in use there is refused, and nothing is made here", async () => {
    await makeAccount(cloud.there.db, { apiId: "taken-there" });
    const input = { name: "Mine", apiId: "taken-there", description: "", parentId: null };
    const words = await carryOut(scene, createAccountRequest, input);
    expect(words).toContain("ID already in use, by an Account in Cyclr's cloud.");
    expect(await scene.t.db.account.count({ where: { apiId: "taken-there" } })).toBe(0);
  });

  test("an Account that has sub-accounts there is not deleted, here or there", async () => {
    const { account } = await known();
    const parent = await cloud.there.db.account.findFirstOrThrow({ where: { apiId: account.apiId } });
    await makeAccount(cloud.there.db, { parentId: parent.id });
    const words = await carryOut(scene, deleteAccountRequest, { accountId: account.id });
    expect(words).toContain("In Cyclr's cloud it still has 1 sub-account. Nothing was changed.");
    expect(await scene.t.db.account.count({ where: { id: account.id } })).toBe(1);
  });

  test("while the cloud is away it is held, and goes on by itself", async () => {
    fault = "away";
    const input = { name: "Patient", apiId: `patient-${(serial += 1)}`, description: "", parentId: null };
    expect(await carryOut(scene, createAccountRequest, input)).toContain("held, and continues automatically");
    expect(await scene.t.db.account.count({ where: { name: "Patient" } })).toBe(0);
    await runFor(minutes(60));
    fault = "none";
    await runFor(minutes(40));
    expect(await there(input.apiId)).toMatchObject({ name: "Patient" });
    expect(card()).toContain("\nIn Cyclr: done\n");
  });
});

test("changes of one Account are made there one after another, whatever waits", async () => {
  const { account } = await known();
  const change = async (name: string) =>
    carryOut(scene, changeAccountSettingsRequest, {
      accountId: account.id,
      shown: settingsMark(await scene.t.db.account.findUniqueOrThrow({ where: { id: account.id } })),
      name,
    });
  fault = "away";
  await change("First");
  await runFor(minutes(6));
  await change("Second");
  fault = "none";
  await runFor(minutes(60));
  expect(await there(account.apiId)).toMatchObject({ name: "Second" });
  expect(changes).toEqual(["changeAccount", "changeAccount"]);
});

test("what the cloud does not know stays here alone", async () => {
  const { id } = await makeAccount(scene.t.db);
  await carryOut(scene, deleteAccountRequest, { accountId: id });
  expect(card()).not.toContain("In Cyclr");
});
