import { beforeAll, expect, test } from "vitest";
import type { Account } from "../../src/core/generated/prisma/client.ts";
import { createWeb } from "../../src/web/create-web.ts";
import { makeAccount, makeUser } from "../support/factories.ts";
import { signedInAs, staffedAccount } from "./account-scene.ts";
import { waitingDeployment } from "./value-link-scene.ts";
import { textOf, visitor } from "./visitor.ts";
import { webScene } from "./web-scene.ts";

const scene = webScene();
beforeAll(() => {
  scene.t.app.timeZone = "Europe/Berlin";
  scene.web = createWeb(scene.t.app, { trustedProxies: 0 });
});

const inKathmandu = "Kathmandu time (UTC+5:45)";

test("an Account's pages tell times in its zone, and over a change of the clocks", async () => {
  const { account, ann, admin, path } = await staffedAccount(scene);
  const membership = { userId_accountId: { userId: ann.id, accountId: account.id } };
  const { id } = await scene.t.db.membership.findUniqueOrThrow({ where: membership });
  const until = (endsAt: string) =>
    scene.t.db.administratorGrant.updateMany({
      where: { membershipId: id },
      data: { endsAt: new Date(endsAt) },
    });
  const users = async () => textOf(await admin.open(`${path}/users`));
  await until("2026-10-25T00:30:00Z");
  expect(await users()).toContain("until Sun, 25 Oct 2026, 02:30 Berlin time (UTC+2)");
  await until("2026-10-25T01:30:00Z");
  expect(await users()).toContain("until Sun, 25 Oct 2026, 02:30 Berlin time (UTC+1)");
  await scene.t.db.account.update({ where: { id: account.id }, data: { timeZone: "Asia/Kathmandu" } });
  const page = await admin.open(`${path}/users`);
  expect(textOf(page)).toContain(`until Sun, 25 Oct 2026, 07:15 ${inKathmandu}`);
  expect(page).toContain('datetime="2026-10-25T01:30:00.000Z"');
  expect(textOf(await admin.open(`${path}/settings`))).toContain("Time zone: Asia/Kathmandu.");
  // What a use case says has the page's zone as well.
  const invited = { email: "new@acme.example", asAdministrator: "on" };
  const refused = await admin.send(`${path}/invitations/new`, invited);
  expect(textOf(await refused.text())).toContain(`until Sun, 25 Oct 2026, 07:15 ${inKathmandu}`);
  // The list of all one's Accounts is no page of one of them.
  expect(textOf(await admin.open("/accounts"))).toContain("02:30 Berlin time (UTC+1)");
});

test("one's own pages tell times in the Partner's zone", async () => {
  const person = await signedInAs(scene, await makeUser(scene.t.db));
  expect(textOf(await person.open("/settings/sessions"))).toContain(
    "since Mon, 2 Mar 2026, 10:00 Berlin time (UTC+1)",
  );
});

const parentIn = async (timeZone: string) => (await makeAccount(scene.t.db, { timeZone })).id;

test.each<[string, () => Promise<Partial<Pick<Account, "timeZone" | "parentId">>>, string]>([
  ["its own", async () => ({ timeZone: "Asia/Kathmandu" }), `14:45 ${inKathmandu}`],
  ["its parent's", async () => ({ parentId: await parentIn("Asia/Kathmandu") }), `14:45 ${inKathmandu}`],
  [
    "its own before its parent's",
    async () => ({ timeZone: "America/New_York", parentId: await parentIn("Asia/Kathmandu") }),
    "05:00 New York time (UTC-4)",
  ],
  ["the Partner's", async () => ({}), "10:00 Berlin time (UTC+1)"],
  [
    "the Partner's for one that this program does not know",
    async () => ({ timeZone: "Mars/Base" }),
    "10:00 Berlin time (UTC+1)",
  ],
])("an invitation has, in its mail and on its page, the zone: %s", async (_, given, time) => {
  const { account, admin, path } = await staffedAccount(scene);
  await scene.t.db.account.update({ where: { id: account.id }, data: await given() });
  scene.t.mailer.sent.length = 0;
  await admin.send(`${path}/invitations/new`, { email: `${account.id}@acme.example` });
  await scene.t.runJobs();
  const text = scene.t.mailer.sent[0]?.text ?? "";
  expect(text).toContain(`until Mon, 9 Mar 2026, ${time}.`);
  const link = /\/invitations\/[\w-]+/u.exec(text)?.[0] ?? "";
  expect(textOf(await visitor(scene.web).open(link))).toContain(`until Mon, 9 Mar 2026, ${time}.`);
});

test("the page for connector values has the zone of the Console User who asked", async () => {
  const { newLink } = await waitingDeployment(scene);
  const path = await newLink();
  const page = async () => textOf(await visitor(scene.web).open(path));
  expect(await page()).toContain("until Mon, 2 Mar 2026, 11:00 Berlin time (UTC+1)");
  await scene.t.db.consoleUser.updateMany({ data: { timeZone: "Asia/Kathmandu" } });
  expect(await page()).toContain(`until Mon, 2 Mar 2026, 15:45 ${inKathmandu}`);
});
