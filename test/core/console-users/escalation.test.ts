import { describe, expect, test } from "vitest";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { makeActor } from "../../support/factories.ts";
import { work } from "../kernel/requests/jobs-by-hand.ts";
import {
  askInvitation,
  askPermissions,
  askRemoval,
  consoleScene,
  now,
  requestOf,
  rowOf,
} from "./console-scene.ts";

const scene = consoleScene();

/** What was refused and audited, and that nobody can do more or less than before. */
async function refused(attempt: () => Promise<unknown>, code: string, words: RegExp): Promise<void> {
  const before = await everybody();
  await expect(attempt()).rejects.toMatchObject({ code, message: expect.stringMatching(words) as string });
  await scene.t.runJobs();
  expect(await everybody()).toEqual(before);
  expect(await scene.events("refused")).toHaveLength(1);
}

const everybody = async () =>
  (await scene.t.db.consoleUser.findMany({ orderBy: { emailKey: "asc" } })).map(
    ({ email, fullAccess, permissions, removedAt }) => ({ email, fullAccess, permissions, removedAt }),
  );

const second = (): Promise<ConsoleUserActor> =>
  makeActor(scene.t, {
    firstName: "Oscar",
    email: "oscar@partner.example",
    fullAccess: true,
    permissions: {},
  });

describe("at submission", () => {
  test("giving a permission that one lacks, to somebody or by an invitation", async () => {
    await refused(
      () => askPermissions(scene, scene.mia, scene.vic, "users:manage"),
      "forbidden",
      /cannot give “users: manage”, which you do not have. Ask one of these: Olivia/,
    );
    await expect(askInvitation(scene, scene.mia, "own@else.example", "audit:view")).rejects.toThrow(
      "cannot give “audit: view”",
    );
    expect(await scene.events("refused")).toHaveLength(2);
  });

  test("giving Full Access without it", async () => {
    const words =
      /Only a Console User with Full Access can give or take Full Access. Ask one of these: Olivia\./;
    await refused(() => askPermissions(scene, scene.mia, scene.vic, "full access"), "forbidden", words);
    await expect(askInvitation(scene, scene.mia, "own@else.example", "full access")).rejects.toThrow(words);
  });

  test("taking Full Access without it, by permissions or by removal", async () => {
    await second();
    await refused(
      () => askPermissions(scene, scene.mia, scene.olivia, "none"),
      "forbidden",
      /give or take Full/,
    );
    await expect(askRemoval(scene, scene.mia, scene.olivia)).rejects.toThrow("give or take Full Access");
  });

  test("editing one's own grid upwards, be it to what one could give others", async () => {
    await refused(
      () => askPermissions(scene, scene.mia, scene.mia, "console-users:manage, users:manage"),
      "forbidden",
      /You cannot raise your own permissions/,
    );
    await expect(askPermissions(scene, scene.mia, scene.mia, "full access")).rejects.toThrow(
      "raise your own",
    );
  });

  test("removing or reducing the last Console User with Full Access; those who were removed do not count", async () => {
    const oscar = await second();
    await scene.t.db.consoleUser.update({
      where: { id: oscar.id },
      data: { removedAt: scene.t.clock.now() },
    });
    await refused(
      () => askRemoval(scene, scene.olivia, scene.olivia),
      "conflict",
      /Olivia is the last Console User with Full Access/,
    );
    await expect(askPermissions(scene, scene.olivia, scene.olivia, "users:manage")).rejects.toThrow(
      "is the last",
    );
  });

  test("but giving what one has, and reducing oneself, is nobody's escalation", async () => {
    await askPermissions(scene, scene.mia, scene.vic, "users:edit, console-users:manage");
    await askPermissions(scene, scene.mia, scene.mia, "users:view");
    await scene.t.runJobs();
    expect((await rowOf(scene, scene.vic)).permissions).toEqual({ users: "edit", "console-users": "manage" });
    expect((await rowOf(scene, scene.mia)).permissions).toEqual({ users: "view" });
    expect(await scene.events("refused")).toEqual([]);
  });
});

describe("between submission and job", () => {
  test("a permission that the giver loses is not given any more", async () => {
    const requestId = await askPermissions(scene, scene.mia, scene.vic, "users:edit");
    const invitationId = await askInvitation(scene, scene.mia, "new@partner.example", "users:edit");
    await scene.t.db.consoleUser.update({
      where: { id: scene.mia.id },
      data: { permissions: { "console-users": "manage" } },
    });
    await scene.t.runJobs();
    for (const id of [requestId, invitationId])
      expect(await requestOf(scene, id)).toMatchObject({
        status: "failed",
        trouble: expect.stringContaining("cannot give “users: edit”") as string,
      });
    expect((await rowOf(scene, scene.vic)).permissions).toEqual({ users: "view" });
    expect(scene.t.mailer.sent).toEqual([]);
    expect(await scene.events("refused")).toHaveLength(2);
  });

  test("the other with Full Access goes, and the last one stays", async () => {
    const oscar = await second();
    const requestId = await askRemoval(scene, scene.olivia, scene.olivia);
    await scene.t.db.consoleUser.update({ where: { id: oscar.id }, data: { fullAccess: false } });
    await scene.t.runJobs();
    expect(await requestOf(scene, requestId)).toMatchObject({ status: "failed" });
    expect(await rowOf(scene, scene.olivia)).toMatchObject({ removedAt: null, fullAccess: true });
    expect(await scene.events("refused")).toHaveLength(1);
  });
});

describe("at the same moment", () => {
  type Ask = (one: ConsoleUserActor, other: ConsoleUserActor) => Promise<string>;
  const removesSelf: Ask = (one) => askRemoval(scene, one, one);
  const removesOther: Ask = (one, other) => askRemoval(scene, one, other);
  const reducesSelf: Ask = (one) => askPermissions(scene, one, one, "users:view");

  test.each<[string, Ask, Ask]>([
    ["both remove themselves", removesSelf, removesSelf],
    ["each removes the other", removesOther, removesOther],
    ["one removes, the other reduces themselves", removesSelf, reducesSelf],
  ])("of the two last with Full Access one stays: %s", async (_, first, other) => {
    for (let round = 0; round < 5; round += 1) {
      const before = (await scene.events("refused")).length;
      await scene.t.db.consoleUser.updateMany({
        where: { fullAccess: true },
        data: { removedAt: new Date() },
      });
      const make = (firstName: string) =>
        makeActor(scene.t, {
          firstName,
          email: `${firstName}${round}@partner.example`,
          fullAccess: true,
          permissions: {},
        });
      const [ann, ben] = [await make("ann"), await make("ben")];
      const ids = [await first(ann, ben), await other(ben, ann)];
      const jobs = scene.t.queue.waiting.filter(({ lane }) => lane === "requests");
      scene.t.queue.waiting = [];
      await Promise.all(jobs.map((job) => work(scene.t.app, job)));
      const rows = await Promise.all(ids.map((id) => requestOf(scene, id)));
      expect(rows.map(({ status }) => status).toSorted()).toEqual(["done", "failed"]);
      const left = await scene.t.db.consoleUser.count({ where: { fullAccess: true, removedAt: null } });
      expect(left).toBe(1);
      expect(await scene.events("refused")).toHaveLength(before + 1);
    }
  });

  test("an actor whose rows are older than the transaction is judged as they are now", async () => {
    const stale = scene.mia;
    await scene.t.db.consoleUser.update({
      where: { id: stale.id },
      data: { permissions: { users: "edit" } },
    });
    const requestId = await askPermissions(scene, stale, scene.vic, "users:edit");
    await scene.t.runJobs();
    expect(await requestOf(scene, requestId)).toMatchObject({ status: "failed" });
    expect(await now(scene, scene.vic)).toMatchObject({ permissions: { users: "view" } });
    expect(await scene.events("refused")).toHaveLength(1);
  });
});
