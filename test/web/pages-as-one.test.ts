import { after, days } from "../../src/core/kernel/time/clock.ts";
import { describe, expect, test } from "vitest";
import { createWeb } from "../../src/web/create-web.ts";
import { makeInvitation, makePartner, makeUser } from "../support/factories.ts";
import { makeMarketplace, makeMember, signedInAs, staffedAccount } from "./account-scene.ts";
import { textOf, visitor } from "./visitor.ts";
import { webScene } from "./web-scene.ts";

const scene = webScene();
const html = async (response: Response | Promise<Response>): Promise<string> => (await response).text();

describe("whose site it is", () => {
  test("stands on errors as well, with its letter in the browser's tab", async () => {
    await makePartner(scene.t.db, "Quill & Co");
    // Nobody has opened a page of it yet.
    const web = createWeb(scene.t.app, { trustedProxies: 0 });
    const page = await html(visitor(web).request("/nowhere"));
    expect(page).toContain("Quill &amp; Co</bdi>");
    expect(page).toContain(
      '<link rel="icon" type="image/svg+xml" href="/assets/icon.svg?of=Q&amp;in=14532d"/>',
    );
    const wrongMethod = await visitor(web).request("/sign-in", { method: "PUT" });
    expect(await wrongMethod.text()).toContain("Quill &amp; Co</bdi>");
    await makePartner(scene.t.db);
  });

  test.each([
    ["Q", ">Q</text>"],
    ["<script>", ">&#60;</text>"],
    ["", "></text>"],
  ])("has a picture of the letter %j, and of nothing else", async (of, expected) => {
    const answer = await visitor(scene.web).request(`/assets/icon.svg?of=${encodeURIComponent(of)}`);
    expect(answer.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    const picture = await answer.text();
    expect(picture).toContain(expected);
    expect(picture).not.toContain("<script");
  });

  test("and who is signed in, stand at the top of every page", async () => {
    const { admin, path } = await staffedAccount(scene);
    for (const at of ["/accounts", "/settings", path]) {
      const page = await html(admin.request(at));
      expect(page).toMatch(/Signed in as <bdi class="strong">[^<]+<\/bdi>/);
      expect(page).toContain(">Your settings</a>");
    }
    expect(textOf(await html(admin.request(path)))).toContain("Account settings");
  });
});

async function settingsOf(admin: ReturnType<typeof visitor>, path: string): Promise<Record<string, string>> {
  const [, shown = ""] = /name="shown" value="([^"]*)"/.exec(await admin.open(`${path}/settings`)) ?? [];
  return { name: "Acme Ltd", description: "Orders", shown };
}

test("the first field with an error has the focus, and no other", async () => {
  const { admin, path } = await staffedAccount(scene);
  const page = await html(admin.send(`${path}/invitations/new`, { email: "no address" }));
  expect(page.match(/autofocus/g)).toHaveLength(1);
  expect(page).toMatch(/<input id="email"[^>]*autofocus/);
});

test("what was done is told once: not when the page is loaded again, and not elsewhere later", async () => {
  const { admin, path } = await staffedAccount(scene);
  const sent = await admin.send(`${path}/settings`, await settingsOf(admin, path));
  expect(sent.headers.get("location")).toBe(`${path}/settings`);
  expect(await html(admin.request(`${path}/settings`))).toContain("The settings are saved.");
  expect(await html(admin.request(`${path}/settings`))).not.toContain("The settings are saved.");
  expect(await html(admin.request(`${path}/settings?said=saved`))).not.toContain("The settings are saved.");
  admin.cookies.set("said", "constructor");
  expect(await html(admin.request(`${path}/settings`))).not.toContain('class="said"');
});

describe("the list of Accounts", () => {
  test("says what each is, how much is in it and when something happened there last", async () => {
    const { account, admin, bob } = await staffedAccount(scene);
    await scene.t.db.account.update({
      where: { id: account.id },
      data: { description: "Orders of the shop" },
    });
    const common = { accountId: account.id, createdAt: scene.t.clock.now() };
    await scene.t.db.cycle.createMany({
      data: [
        { ...common, name: "Orders", status: "Active", updatedAt: new Date("2026-11-20T10:00:00Z") },
        { ...common, name: "Customers", updatedAt: new Date("2026-11-19T10:00:00Z") },
      ],
    });
    const asAdministrator = textOf(await html(admin.request("/accounts")));
    const members = await scene.t.db.membership.count({ where: { accountId: account.id } });
    expect(asAdministrator).toContain("Orders of the shop");
    expect(asAdministrator).toContain(`2 cycles, 1 running · ${members} users`);
    expect(asAdministrator).toContain("last activity Fri, 20 Nov 2026");
    const asMember = textOf(await html((await signedInAs(scene, bob)).request("/accounts")));
    expect(asMember).toContain("2 cycles, 1 running");
    expect(asMember).not.toMatch(/\d users/);
  });

  test("shows what was done week by week, as a picture and in words", async () => {
    const { account, admin } = await staffedAccount(scene);
    const weeksAgo = (count: number) => after(scene.t.clock.now(), -days(7) * count);
    const done = (action: string, at: Date, accountId: string | null = account.id) => ({
      action,
      at,
      accountId,
      actorKind: "system",
      actorName: "Test",
      surface: "worker",
      subjectKind: "cycle",
    });
    await scene.t.db.auditEvent.createMany({
      data: [
        done("cycle-started", weeksAgo(8.1)),
        done("cycle-started", weeksAgo(7.9)),
        done("cycle-stopped", weeksAgo(2.5)),
        done("connector-changed", weeksAgo(2.5)),
        done("cycle-started", weeksAgo(0)),
        done("signed-in", weeksAgo(0)),
        done("cycle-started", weeksAgo(0), null),
      ],
    });
    const page = await html(admin.request("/accounts"));
    expect(page).toContain('aria-label="Changes a week, the last 8 weeks: 1, 0, 0, 0, 0, 2, 0, 1"');
    expect(page.match(/<rect[^>]* height="24"/gu)).toHaveLength(1);
  });

  test("tells nothing of one that is closed", async () => {
    const { account, admin } = await staffedAccount(scene);
    await scene.t.db.cycle.create({ data: { accountId: account.id, name: "Orders" } });
    await scene.t.db.account.update({
      where: { id: account.id },
      data: { suspendedAt: scene.t.clock.now(), description: "Orders of the shop" },
    });
    const page = textOf(await html(admin.request("/accounts")));
    expect(page).toContain("is suspended");
    expect(page).not.toMatch(/1 cycle|Orders of the shop/);
  });
});

test("an Account without cycles leads to its Marketplaces first", async () => {
  const { admin, path } = await staffedAccount(scene);
  await makeMarketplace(scene.t);
  const page = await html(admin.request(path));
  expect(page).toContain(`<a class="button" href="${path}/marketplaces">Open the Marketplaces</a>`);
});

describe("an Account's users", () => {
  test("are searched by user ID and e-mail, and nobody else's are found", async () => {
    const { account, admin, path } = await staffedAccount(scene);
    const wanda = await makeUser(scene.t.db, { username: "wanda.wood" });
    await makeMember(scene.t, wanda, account);
    await makeUser(scene.t.db, { username: "wanda.elsewhere" });
    const found = textOf(await html(admin.request(`${path}/users?words=WANDA`)));
    expect(found).toContain("wanda.wood");
    expect(found).not.toContain("wanda.elsewhere");
    const none = await html(admin.request(`${path}/users?words=${encodeURIComponent('<b>"zz')}`));
    expect(textOf(none)).toContain("Nobody here has");
    expect(none).not.toContain("<b>");
  });

  test("are invited from the same page", async () => {
    const { admin, path } = await staffedAccount(scene);
    expect(await html(admin.request(`${path}/users`))).toContain(`href="${path}/invitations/new"`);
  });
});

test("an invitation has one menu, in which its end is asked for twice", async () => {
  const { account, admin, path } = await staffedAccount(scene);
  await makeInvitation(scene.t, { accountId: account.id });
  const page = await html(admin.request(`${path}/invitations`));
  expect(page.match(/<li>[\s\S]*?<details class="menu">/g)).toHaveLength(1);
  expect(page).toMatch(/<summary>Revoke …[\s\S]*?<\/summary>[\s\S]*value="revoke"/);
});
