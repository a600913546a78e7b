import { describe, expect, test } from "vitest";
import { fold } from "../../src/core/kernel/text/fold.ts";
import { readView } from "../../src/sandbox/slack/read-message.ts";
import { startWalk } from "../support/walk.ts";

describe("the form of /cyclr invite", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const me = () => walk.demo.people["olivia"] ?? "";
  const open = async (text = "/cyclr invite") => {
    await walk.stage.types("olivia", text);
    return walk.stage.seesForm("olivia", /Account|no Account/);
  };
  const close = (viewId: string) => walk.demo.slack.closeView({ userId: me(), viewId });

  test("keeps what was typed and names the field that is wrong", async () => {
    const { slack } = walk.demo;
    const view = await open("/cyclr invite half@acme.example");
    expect(view.state.values["email"]).toMatchObject({ email: { value: "half@acme.example" } });
    const values = { accountId: "Harbour Foods (harbour)", email: "hanna@harbour.example" };
    const wrong = await slack.submitView({ userId: me(), viewId: view.id, values });
    expect(wrong).toMatchObject({
      result: "errors",
      errors: { email: expect.stringContaining("already a member of Harbour Foods") },
    });
    expect(slack.views(me()).at(-1)?.state.values["accountId"]).toBeDefined();
    const right = { email: "whole@acme.example", asAdministrator: true };
    expect((await slack.submitView({ userId: me(), viewId: view.id, values: right })).result).toBe("closed");
    await walk.stage.sees({}, /Invitation mailed[\s\S]*whole@acme\.example[\s\S]*Administrator/);
  });

  test("takes the list as a file, and tells at the file what is wrong with it", async () => {
    const { slack, app } = walk.demo;
    const view = await open();
    const upload = (content: string) => slack.upload({ userId: me(), name: "list.csv", content }).id;
    const send = (content: string) =>
      slack.submitView({
        userId: me(),
        viewId: view.id,
        values: { accountId: "Acme Ltd (acme)", file: [upload(content)] },
      });
    expect((await send("ann, bob")).errors).toEqual({
      file: expect.stringContaining("None of these is") as string,
    });
    expect((await send("")).errors ?? {}).toHaveProperty("file");
    expect((await send("email,level\nfile1@acme.example,admin\nfile2@acme.example,")).errors).toBeUndefined();
    await walk.stage.sees({}, /2 addresses: all done/);
    const invited = { emailKey: { startsWith: "file" }, link: { handedOverAt: { not: null } } };
    const found = await app.db.invitation.findMany({ where: invited, orderBy: { email: "asc" } });
    expect(found.map(({ asAdministrator }) => asAdministrator)).toEqual([true, false]);
    expect(await walk.queue.content()).not.toContain("file1@acme.example");
  });

  test("opened under --plan only shows the plan, however often it is sent, and does nothing", async () => {
    const { slack, app } = walk.demo;
    const counted = async () => [await app.db.request.count(), await app.db.invitation.count()];
    const before = await counted();
    const view = await open("/cyclr invite plan@acme.example --plan");
    expect(readView(view)).toContain("With --plan nothing is done: this form only shows the plan.");
    expect(view.submit?.text).toBe("Show the plan");
    const values = { accountId: "Acme Ltd (acme)", email: "plan@acme.example", asAdministrator: true };
    for (const asAdministrator of [true, false]) {
      const sent = { userId: me(), viewId: view.id, values: { ...values, asAdministrator } };
      expect((await slack.submitView(sent)).result).toBe("updated");
      const level = asAdministrator ? "Administrator" : "Access";
      await walk.stage.seesForm(
        "olivia",
        new RegExp(
          `With --plan nothing is done\\. This would be done:[\\s\\S]*plan@acme\\.example[\\s\\S]*as ${level}`,
        ),
      );
    }
    expect(await counted()).toEqual(before);
    await close(view.id);
  });

  test("warns that the Account is suspended, in the form's own answer and on the card", async () => {
    const { slack, app } = walk.demo;
    const where = { apiIdKey: "kestrel" };
    await app.db.account.update({ where, data: { suspendedAt: new Date() } });
    const { name } = await app.db.account.findUniqueOrThrow({ where });
    const view = await open();
    const values = { accountId: `${name} (kestrel)`, email: "early@kestrel.example" };
    expect((await slack.submitView({ userId: me(), viewId: view.id, values })).result).toBe("updated");
    await walk.stage.seesForm(
      "olivia",
      /Queued: the invitation of early@kestrel\.example[\s\S]*is suspended: nobody can use it until it is resumed\./,
    );
    await walk.stage.sees(
      {},
      /early@kestrel\.example[\s\S]*suspended: nobody can use it until it is resumed/,
    );
    await close(slack.views(me()).at(-1)?.id ?? "");
    await app.db.account.update({ where, data: { suspendedAt: null } });
  });

  test("offers all Accounts in a list up to a hundred", async () => {
    const view = await open();
    const account = view.blocks.find(({ block_id }) => block_id === "accountId");
    expect(account).toMatchObject({ element: { type: "static_select" } });
    expect(account).toMatchObject({
      element: { options: expect.arrayContaining([expect.anything()]) as unknown },
    });
    expect(JSON.stringify(account).match(/"value"/g)).toHaveLength(13);
    await close(view.id);
  });

  test("searches among more than a hundred, by name and by API ID, and escapes nothing twice", async () => {
    const { slack, app } = walk.demo;
    const names = Array.from({ length: 120 }, (_, index) => `Tower ${index} <&> 100%_`);
    await app.db.account.createMany({
      data: names.map((name, index) => ({
        name,
        nameKey: fold(name),
        apiId: `tower-${index}`,
        apiIdKey: `tower-${index}`,
      })),
    });
    const view = await open();
    expect(view.blocks.find(({ block_id }) => block_id === "accountId")).toMatchObject({
      element: { type: "external_select" },
    });
    const offered = async (query: string) =>
      (await slack.loadOptions({ userId: me(), viewId: view.id, actionId: "account", query })).map(
        ({ text }) => text["text"],
      );
    expect(await offered("")).toHaveLength(100);
    expect(await offered("tower 119")).toEqual(["Tower 119 <&> 100%_ (tower-119)"]);
    expect(await offered("TOWER-11")).toContain("Tower 11 <&> 100%_ (tower-11)");
    expect(await offered("100%_")).toHaveLength(100);
    expect(await offered("%")).toHaveLength(100);
    expect(await offered("no such account")).toEqual([]);
    expect(await offered("acme f")).toEqual(["Acme France (acme-fr)"]);
    const values = { accountId: "Acme France (acme-fr)", email: "found@acme.example" };
    expect((await slack.submitView({ userId: me(), viewId: view.id, values })).result).toBe("closed");
    await walk.stage.sees({}, /Invitation mailed[\s\S]*found@acme\.example/);
  });

  test("offers nothing to somebody who may not look Accounts up", async () => {
    const { slack, app } = walk.demo;
    const view = await open();
    await app.db.consoleUser.update({
      where: { emailKey: "olivia@northwind.example" },
      data: { fullAccess: false },
    });
    const offer = { userId: me(), viewId: view.id, actionId: "account", query: "acme" };
    expect(await slack.loadOptions(offer)).toEqual([]);
    await app.db.consoleUser.update({
      where: { emailKey: "olivia@northwind.example" },
      data: { fullAccess: true },
    });
    await close(view.id);
  });

  test("says what to do where there is no Account at all", async () => {
    await walk.demo.app.db.account.deleteMany({ where: { parentId: { not: null } } });
    await walk.demo.app.db.membership.deleteMany();
    await walk.demo.app.db.account.deleteMany();
    await walk.stage.types("olivia", "/cyclr invite");
    const form = await walk.stage.seesForm("olivia", /There is no Account yet/);
    expect(form.submit).toBeNull();
    await walk.stage.isTold("olivia", /Create the first with `?\/cyclr create-account/);
  });
});
