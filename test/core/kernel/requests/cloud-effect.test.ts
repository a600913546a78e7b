import { describe, expect, test } from "vitest";
import {
  changeAccountSettingsRequest,
  settingsMark,
} from "../../../../src/core/accounts/change-account-settings.ts";
import { createAccountRequest } from "../../../../src/core/accounts/create-account.ts";
import { deleteAccountRequest } from "../../../../src/core/accounts/delete-account.ts";
import { retryFailedEffects } from "../../../../src/core/kernel/requests/cloud-effect.ts";
import { minutes } from "../../../../src/core/kernel/time/clock.ts";
import { removeUserRequest } from "../../../../src/core/memberships/remove-user.ts";
import { makeAccount } from "../../../support/factories.ts";
import { carryOut } from "../../accounts/account-scene.ts";
import {
  card,
  cloud,
  connect,
  known,
  met,
  nextSerial,
  runFor,
  scene,
  there,
  withoutCloud,
} from "../../cloud/connected-scene.ts";

connect();

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
      const apiId = `new-${nextSerial()}`;
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

  test("is done there as well, at once, and the card says so", async () => {
    const look = await ask();
    await expectDone(look);
    expect(card()).toContain("\nIn Cyclr: done\n");
    expect(met.changes).toEqual([call]);
  });

  test("waits while the cloud is away for an hour, and is done once it is back", async () => {
    met.fault = "changes away";
    const look = await ask();
    met.fault = "away";
    await runFor(minutes(60));
    expect(card()).toMatch(/\nIn Cyclr: waits: Cyclr's cloud answers 503\. Retry \d of 8 at /u);
    met.fault = "none";
    await runFor(minutes(90));
    await expectDone(look);
    expect(card()).toContain("\nIn Cyclr: done\n");
    expect(met.changes).toEqual([call]);
  });

  test("has one effect alone where the answer was lost after it was done", async () => {
    met.fault = "answer lost";
    const look = await ask();
    await expectDone(look);
    expect(card()).toContain("Cyclr's cloud answers timeout. Retry");
    met.fault = "none";
    await runFor(minutes(30));
    await expectDone(look);
    expect(card()).toContain("\nIn Cyclr: done\n");
    // A name is said again, and a deletion; whatever else has an effect is looked for before.
    const said = ["changeAccount", "deleteAccount"].includes(call) ? 2 : 1;
    expect(met.changes).toEqual(Array.from({ length: said }, () => call));
  });

  test("that is refused there is told as done here and not there, until it is tried again", async () => {
    met.fault = "refusing";
    const look = await ask();
    expect(card()).toContain("\nIn Cyclr: not done: Cyclr's cloud answers 400. Here it is done.\n");
    expect(met.changes).toEqual([call]);
    met.fault = "none";
    expect(await retryFailedEffects(scene.t.db)).toBe(1);
    await runFor(minutes(2));
    await expectDone(look);
    expect(card()).toContain("\nIn Cyclr: done\n");
  });

  test("without the variables writes nothing for the cloud", async () => {
    const before = await scene.t.db.cloudEffect.count();
    await withoutCloud(async () => {
      await ask();
      expect(card()).not.toContain("In Cyclr");
    });
    expect(await scene.t.db.cloudEffect.count()).toBe(before);
    expect([kind, met.changes]).toEqual([kind, []]);
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
    met.fault = "away";
    const input = { name: "Patient", apiId: `patient-${nextSerial()}`, description: "", parentId: null };
    expect(await carryOut(scene, createAccountRequest, input)).toContain("held, and continues automatically");
    expect(await scene.t.db.account.count({ where: { name: "Patient" } })).toBe(0);
    await runFor(minutes(60));
    met.fault = "none";
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
  met.fault = "away";
  await change("First");
  await runFor(minutes(6));
  await change("Second");
  met.fault = "none";
  await runFor(minutes(60));
  expect(await there(account.apiId)).toMatchObject({ name: "Second" });
  expect(met.changes).toEqual(["changeAccount", "changeAccount"]);
});

test("what the cloud does not know stays here alone", async () => {
  const { id } = await makeAccount(scene.t.db);
  await carryOut(scene, deleteAccountRequest, { accountId: id });
  expect(card()).not.toContain("In Cyclr");
});
