import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { cloudPace } from "../../../../src/core/kernel/cloud/cloud-pace.ts";
import { secondApp } from "../../../support/second-app.ts";
import { createTestApp, type TestApp } from "../../../support/test-app.ts";

let t: TestApp;
let other: TestApp["app"];
beforeAll(async () => {
  t = await createTestApp();
  other = secondApp(t);
});
afterAll(async () => {
  await other.db.$disconnect();
  await t.close();
});
beforeEach(async () => {
  await t.db.cloudPace.deleteMany();
});

/** When each of these turns came, in order, after the first. */
async function times(turns: Promise<void>[]): Promise<number[]> {
  const came: number[] = [];
  await Promise.all(turns.map((turn) => turn.then(() => came.push(performance.now()))));
  return came.map((at) => at - (came[0] ?? 0));
}

test("turns of two processes come one after another, none sooner than the pace allows", async () => {
  const [here, there] = [cloudPace(t, 20), cloudPace(other, 20)];
  const came = await times([1, 2, 3, 4].flatMap(() => [here.turn("change"), there.turn("reading")]));
  expect(came).toHaveLength(8);
  // Seven waits of 50 ms; a timer may ring a little early.
  expect(came.at(-1)).toBeGreaterThan(7 * 50 - 20);
});

test("reading gives way to changes that wait", async () => {
  const pace = cloudPace(t, 20);
  const order: string[] = [];
  const takes = async (what: "change" | "reading") => pace.turn(what).then(() => order.push(what));
  await pace.turn("change");
  const changes = [1, 2, 3].map(() => takes("change"));
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  await Promise.all([takes("reading"), ...changes]);
  expect(order).toEqual(["change", "change", "change", "reading"]);
});

test("while it is held nobody has a turn", async () => {
  const [here, there] = [cloudPace(t, 1000), cloudPace(other, 1000)];
  await here.turn("reading");
  await here.hold(150);
  const since = performance.now();
  await Promise.all([there.turn("reading"), there.turn("change"), here.turn("reading")]);
  expect(performance.now() - since).toBeGreaterThan(120);
});

test("a shorter hold does not end a longer one", async () => {
  const pace = cloudPace(t, 1000);
  await pace.hold(150);
  await pace.hold(1);
  const since = performance.now();
  await pace.turn("reading");
  expect(performance.now() - since).toBeGreaterThan(120);
});
