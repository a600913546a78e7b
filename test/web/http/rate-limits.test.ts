import { expect, test } from "vitest";
import { newToken } from "../../../src/core/kernel/secrets/token.ts";
import { createWeb } from "../../../src/web/create-web.ts";
import { createTestApp } from "../../support/test-app.ts";
import { makePartner } from "../../support/factories.ts";
import { textOf, type Visitor, visitor, type Web } from "../visitor.ts";
import { goodForm, webScene } from "../web-scene.ts";

const scene = webScene();

const forged = () => `/invitations/${newToken()}`;
const badForm = { formToken: "none" };

async function times(count: number, send: () => Promise<Response>): Promise<number[]> {
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent += 1) statuses.push((await send()).status);
  return statuses;
}

async function expectHeld(response: Response) {
  expect(response.status).toBe(429);
  const seconds = Number(response.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(500);
  expect(seconds).toBeLessThanOrEqual(600);
  expect(textOf(await response.text())).toContain("Try again in 10 minutes.");
}

async function forgetWindows() {
  await scene.t.db.rateLimit.updateMany({ data: { expire: new Date(Date.now() - 1000) } });
}

test("takes 30 forms from one address in 10 minutes, over all processes, and then again", async () => {
  const path = await scene.invite();
  const person = visitor(scene.web, "198.51.100.1");
  const elsewhere = visitor(createWeb(scene.t.app, { trustedProxies: 0 }), person.address);
  const half = async (one: Visitor) => times(15, () => one.send(forged(), badForm));
  expect(new Set([...(await half(person)), ...(await half(elsewhere))])).toEqual(new Set([404]));
  await expectHeld(await person.send(path, goodForm("held")));
  await expectHeld(await elsewhere.send(path, badForm));
  expect((await visitor(scene.web, "198.51.100.2").send(path, badForm)).status).toBe(403);
  expect((await person.request(path)).status).toBe(200);
  await forgetWindows();
  const later = visitor(createWeb(scene.t.app, { trustedProxies: 0 }), person.address);
  expect((await later.send(path, goodForm("held"))).status).toBe(303);
});

test("takes 10 forms for one link in 10 minutes, from wherever", async () => {
  const path = await scene.invite();
  let host = 0;
  const send = () => visitor(scene.web, `203.0.113.${(host += 1)}`).send(path, badForm);
  expect(new Set(await times(10, send))).toEqual(new Set([403]));
  await expectHeld(await send());
  expect((await visitor(scene.web).send(await scene.invite(), badForm)).status).toBe(403);
});

test("lets one address guess 60 links in 10 minutes", async () => {
  const guesser = visitor(scene.web, "2001:db8:1:2::1");
  expect(new Set(await times(60, () => guesser.request(forged())))).toEqual(new Set([404]));
  await expectHeld(await guesser.request(forged()));
  const path = await scene.invite();
  expect((await guesser.request(path)).status).toBe(429);
  expect((await visitor(scene.web, "2001:db8:1:2:ffff::9").request(path)).status).toBe(429);
  expect((await visitor(scene.web, "2001:db8:1:3::1").request(path)).status).toBe(200);
});

test("stores no token, and no hash of one that is shown", async () => {
  const path = await scene.invite();
  await visitor(scene.web).send(path, badForm);
  const rows = await scene.t.db.rateLimit.findMany();
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(path.split("/")[2]);
});

test("counts by itself where the database does not", async () => {
  const t = await createTestApp();
  await makePartner(t.db);
  await t.db.$executeRawUnsafe('DROP TABLE "RateLimit"');
  const web: Web = createWeb(t.app, { trustedProxies: 0 });
  const person = visitor(web);
  expect(new Set(await times(30, () => person.send(forged(), badForm)))).toEqual(new Set([404]));
  await expectHeld(await person.send(forged(), badForm));
  await t.close();
});
