import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { acceptInvitation } from "../../../src/core/invitations/accept-invitation.ts";
import { lookAlikeKeys } from "../../../src/core/kernel/text/identity-key.ts";
import { signIn } from "../../../src/core/users/sign-in.ts";
import { makeInvitation, makeUser } from "../../support/factories.ts";
import { inviteScene } from "../../support/invite-scene.ts";

const scene = inviteScene();
const password = "a long enough one";
const actor = { kind: "invitee", name: "invitee", surface: "web" } as const;
const accept = async (username: string) => {
  const { token } = await makeInvitation(scene.t, { accountId: scene.accountId });
  const form = { username, firstName: "", lastName: "", password, passwordAgain: password };
  return acceptInvitation({ ...scene.t.app, actor }, { token, form });
};

test("an invitee is told that a user ID looks like another, and not whose it is", async () => {
  await makeUser(scene.t.db, { username: "carol" });
  await expect(accept("caroI")).rejects.toMatchObject({
    code: "conflict",
    field: "username",
    message: "This user ID looks like one that is taken. Choose another.",
  });
  await expect(accept("CAROL")).rejects.toThrow("This user ID is taken. Choose another.");
});

test("of two that look alike, chosen at the same moment, one is there first", async () => {
  for (const [one, other] of [
    ["modern", "rnodern"],
    ["b0b.lee", "bob.lee"],
  ] as const) {
    const both = await Promise.allSettled([accept(one), accept(other)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  }
});

test("two from before that look alike both sign in", async () => {
  const visitor = { kind: "visitor", name: "visitor", surface: "web" } as const;
  const browser = { userAgent: "Firefox", address: "192.0.2.1", token: undefined };
  for (const username of ["dave", "dаvе"]) {
    const { id } = await makeUser(scene.t.db, { username, password });
    const { user } = await signIn({ ...scene.t.app, actor: visitor }, { username, password }, browser);
    expect(user.id).toBe(id);
  }
});

test("the migration gives those that exist the keys that the program computes", async () => {
  const folder = "prisma/migrations";
  const name = readdirSync(folder).find((one) => one.endsWith("user_ids_that_look_alike")) ?? "";
  const sql = readFileSync(path.join(folder, name, "migration.sql"), "utf8");
  const update = sql.slice(sql.indexOf("UPDATE"));
  const sign = fc.constantFrom(...Array.from("aAiIlLmMoO01rRnNzZ._@+-|`'9"));
  const names = fc.sample(fc.array(sign, { minLength: 1, maxLength: 12 }), { numRuns: 200, seed: 1 });
  const unique = new Map(names.map((signs) => [signs.join("").toLowerCase(), signs.join("")]));
  await scene.t.db.user.deleteMany();
  await scene.t.db.user.createMany({
    data: [...unique].map(([usernameKey, username]) => ({ username, usernameKey })),
  });
  await scene.t.db.$executeRawUnsafe(update);
  for (const { username, lookAlikeKeys: keys } of await scene.t.db.user.findMany())
    expect([username, keys.toSorted()]).toEqual([username, lookAlikeKeys(username).toSorted()]);
});
