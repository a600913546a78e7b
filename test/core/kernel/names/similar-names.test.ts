import { afterAll, beforeAll, expect, test } from "vitest";
import { similarAccounts, similarUsers } from "../../../../src/core/kernel/names/similar-names.ts";
import { makeAccount, makeUser } from "../../../support/factories.ts";
import { createTestApp, type TestApp } from "../../../support/test-app.ts";

let t: TestApp;
/** A busy machine takes its time, and what is given up finds nothing. */
const unhurried = 10_000;
beforeAll(async () => {
  t = await createTestApp();
  await makeUser(t.db, { username: "j.goetz", email: "juergen@harbour.example" });
  await makeUser(t.db, { username: "mia" });
  await makeAccount(t.db, { name: "Harbour Foods", apiId: "harbour-1" });
  await makeAccount(t.db, { name: "Kestrel Travel", apiId: "k7" });
  // Alike for all but a number: the trigrams of one are nearly those of all.
  await t.db.$executeRaw`
    INSERT INTO "User" (id, username, "usernameKey", "updatedAt")
    SELECT gen_random_uuid(), u, u, now() FROM (SELECT 'made.user.' || n AS u FROM generate_series(1, 5000) n) made`;
});
afterAll(() => t.close());

test.each([
  ["one other sign", "j.goets", ["j.goetz"]],
  ["one less", "j.getz", ["j.goetz"]],
  ["one more", "j..goetz", ["j.goetz"]],
  ["two that changed places", "j.geotz", ["j.goetz"]],
  ["the same in an e-mail", "juergen@harbuor.example", ["j.goetz"]],
  ["two less in an e-mail", "juergen@harbr.example", ["j.goetz"]],
  ["one among thousands that are alike", "made.usre.4711", ["made.user.4711"]],
  ["one more in a short one", "miaa", ["mia"]],
  ["what is too short", "mi", []],
  ["what is like none", "nobody", []],
  ["what is no word", "%_'\\", []],
])("a User is found by %s", async (_, typed, names) => {
  expect(await similarUsers(t.db, typed, unhurried)).toEqual(names);
});

test.each([
  ["its API ID", "harbor-1", ["harbour-1"]],
  ["one word of its name", "harbor", ["harbour-1"]],
  ["another word of its name", "travl", ["k7"]],
  ["its whole name", "habour foods", ["harbour-1"]],
  ["its whole name with two slips", "Kestral Travl", ["k7"]],
  ["what is like none", "nowhere", []],
])("an Account is found by %s", async (_, typed, names) => {
  expect(await similarAccounts(t.db, typed, unhurried)).toEqual(names);
});
