import { describe, expect, test } from "vitest";
import { fold } from "../../src/core/kernel/text/fold.ts";
import { readBlocks } from "../../src/sandbox/slack/read-message.ts";
import { startWalk } from "../support/walk.ts";

describe("Accounts, from Slack", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const me = (who = "olivia") => walk.demo.people[who] ?? "";
  const account = (apiId: string) =>
    walk.demo.app.db.account.findUnique({ where: { apiIdKey: apiId }, include: { parent: true } });
  const press = (who: string, actionId: string) => {
    const { slack, channelId } = walk.demo;
    const ts = slack.ephemerals(me(who)).at(-1)?.ts ?? "";
    return slack.click({ userId: me(who), channelId, ts, actionId });
  };
  const latest = (who: string) => {
    const message = walk.demo.slack.ephemerals(me(who)).at(-1);
    return message ? readBlocks(message.blocks ?? [], message.text) : "";
  };
  const submit = async (who: string, values: Parameters<typeof walk.stage.submits>[1]) => {
    const viewId = walk.demo.slack.views(me(who)).at(-1)?.id ?? "";
    return walk.demo.slack.submitView({ userId: me(who), viewId, values });
  };
  const says = async (who: string, text: string, told: RegExp) => {
    await walk.stage.types(who, text);
    await walk.stage.isTold(who, told);
  };

  test("are listed in a table that Slack leafs through, and searched", async () => {
    await says(
      "vera",
      "/cyclr accounts",
      /Accounts[\s\S]*Acme France · acme-fr · 0 · Acme Ltd \(acme\) · open[\s\S]*Umbra Studio ✨ · umbra · 0/,
    );
    expect(latest("vera")).not.toContain("Next page");
    await says("vera", "/cyclr accounts GLOBEX", /Globex · globex-eu ·[\s\S]*Globex · globex-us ·/);
    await says(
      "vera",
      "/cyclr accounts <!channel>",
      /No Account has “&lt;!channel&gt;”|No Account has “<!channel>”/,
    );
    await says("nora", "/cyclr accounts", /accounts: view/);
  });

  test("are looked up on one line and in the form, with what the reader may do next", async () => {
    await says("vera", "/cyclr account acme", /Name: Acme Ltd\nAPI ID: acme\nSub-accounts: 2[\s\S]*Users: 0/);
    expect(latest("vera")).not.toContain("delete-account");
    await says(
      "olivia",
      "/cyclr account harbour foods",
      /Users: 1[\s\S]*Next: .*\/cyclr delete-account harbour/,
    );
    await walk.stage.types("vera", "/cyclr account");
    await walk.stage.seesForm("vera", /Look up\]/);
    expect(await submit("vera", { accountId: "Harbour Foods (harbour)" })).toMatchObject({
      result: "updated",
    });
    await walk.stage.seesForm("vera", /API ID: harbour[\s\S]*Users: 1/);
    await says("nora", "/cyclr account acme", /accounts: view/);
  });

  test("are made on one line, planned first, and as a sub-account", async () => {
    const line = '/cyclr create-account "Acme Poland" as acme-pl under "acme ltd"';
    await says(
      "olivia",
      `${line} --plan`,
      /nothing is done[\s\S]*Acme Poland \(acme-pl\) is created, as a sub-account/,
    );
    expect(await account("acme-pl")).toBeNull();
    await says("ed", line, /accounts: manage/);
    await says("olivia", line, /Queued: the new Account Acme Poland \(acme-pl\)/);
    await walk.stage.sees({}, /Sub-account created[\s\S]*Parent: Acme Ltd \(acme\)/);
    expect(await account("acme-pl")).toMatchObject({ parent: { apiId: "acme" } });
    await says("olivia", "/cyclr create-account Deeper under acme-pl", /is itself a sub-account/);
    await says("olivia", "/cyclr create-account Other as ACME", /ID already in use/);
    await says(
      "olivia",
      "/cyclr create-account Globex as globex-3",
      /already an Account of that name: Globex \(globex-eu\)/,
    );
    await press("olivia", "withdraw-request");
  });

  test("are made in the form, which names the field that is wrong and keeps what was typed", async () => {
    await walk.stage.types("olivia", "/cyclr create-account");
    await walk.stage.seesForm("olivia", /API ID/);
    const typed = { name: "Form & Co <!channel>", apiId: "ACME", parentId: "Acme Germany (acme-de)" };
    expect(await submit("olivia", typed)).toMatchObject({ errors: { apiId: "ID already in use" } });
    expect(await submit("olivia", { apiId: "two words" })).toMatchObject({
      errors: { apiId: expect.stringContaining("without spaces") },
    });
    expect(await submit("olivia", { apiId: "form-co" })).toMatchObject({
      errors: { parentId: expect.stringContaining("is itself a sub-account") },
    });
    const { result } = await submit("olivia", {
      parentId: "Delta Clinics (delta)",
      description: "Made\nhere",
    });
    expect(result).toBe("closed");
    await walk.stage.sees({}, /Sub-account created[\s\S]*Form & Co <!channel>/);
    expect(await account("form-co")).toMatchObject({ description: "Made\nhere", parent: { apiId: "delta" } });
  });

  test("get an API ID of their name where none is chosen", async () => {
    await says("olivia", "/cyclr create-account Straße & Söhne", /Straße & Söhne \(strasse-sohne\)/);
    await walk.stage.sees({}, /Account created[\s\S]*strasse-sohne/);
    await says("olivia", "/cyclr create-account Strasse Söhne", /\(strasse-sohne-2\)/);
    expect(await account("strasse-sohne")).toMatchObject({ name: "Straße & Söhne" });
  });

  test("change their settings one by one on one line", async () => {
    await says("vera", "/cyclr account-settings initech name X", /accounts: edit/);
    await says("ed", "/cyclr account-settings initech name Initech name & Sons", /Queued: the new settings/);
    await walk.stage.sees({}, /Settings changed[\s\S]*“Initech” becomes “Initech name & Sons”/);
    await says("ed", "/cyclr account-settings initech id initech-2", /initech will no longer find it/);
    await press("ed", "confirm-request");
    await walk.stage.sees({}, /Settings changed[\s\S]*“initech” becomes “initech-2”/);
    await says("ed", '/cyclr account-settings initech-2 description "Makes id and name"', /Queued/);
    await walk.stage.sees({}, /Settings changed[\s\S]*New description: “Makes id and name”/);
    await says("ed", "/cyclr account-settings initech-2 id", /missing after “id”/);
    expect(await account("initech-2")).toMatchObject({ name: "Initech name & Sons" });
  });

  test("change their settings in the form, and not over what somebody else did meanwhile", async () => {
    const { db } = walk.demo.app;
    await walk.stage.types("ed", "/cyclr account-settings cedar");
    const view = await walk.stage.seesForm("ed", /Description/);
    expect(view.state.values["name"]).toMatchObject({ name: { value: "Cedar & Sons" } });
    await db.account.update({ where: { apiIdKey: "cedar" }, data: { description: "theirs" } });
    expect(await submit("ed", { name: "Cedar" })).toMatchObject({
      errors: { accountId: expect.stringContaining("Somebody changed the settings") },
    });
    await walk.demo.slack.closeView({ userId: me("ed"), viewId: view.id });
    await walk.stage.types("ed", "/cyclr account-settings cedar");
    await walk.stage.seesForm("ed", /Description/);
    expect((await submit("ed", { name: "Cedar", description: "ours" })).result).toBe("closed");
    await walk.stage.sees(
      {},
      /Settings changed[\s\S]*“Cedar & Sons” becomes “Cedar”[\s\S]*“theirs” becomes “ours”/,
    );
    expect(await account("cedar")).toMatchObject({ name: "Cedar", nameKey: "cedar", description: "ours" });
  });

  test("change in the form without an Account only what is typed", async () => {
    await walk.stage.types("ed", "/cyclr account-settings");
    await walk.stage.seesForm("ed", /Leave empty to keep it as it is/);
    const values = { accountId: "Bluebird Logistics (bluebird)", description: "Trucks" };
    expect((await submit("ed", values)).result).toBe("closed");
    await walk.stage.sees({}, /Settings changed[\s\S]*New description: “Trucks”/);
    expect(await account("bluebird")).toMatchObject({ name: "Bluebird Logistics", description: "Trucks" });
  });

  test("are suspended and resumed with a reason, which asks first, and lists say so", async () => {
    await says("vera", "/cyclr suspend umbra", /accounts: edit/);
    await says(
      "ed",
      "/cyclr suspend umbra because the invoice is on hold",
      /is suspended: the invoice is on hold/,
    );
    await press("ed", "confirm-request");
    await walk.stage.sees({}, /Account suspended[\s\S]*the invoice is on hold/);
    await says("vera", "/cyclr accounts umbra", /suspended since .* UTC: the invoice is on hold/);
    await says("ed", "/cyclr resume umbra because paid", /Queued: the end of the suspension/);
    await walk.stage.sees({}, /Account resumed[\s\S]*paid/);
    expect((await account("umbra"))?.suspendedAt).toBeNull();
  });

  test("suspend one user, by line or form, and leave the Account alone", async () => {
    await says(
      "ed",
      "/cyclr suspend hanna on harbour because she left",
      /hanna on Harbour Foods \(harbour\) is suspended/,
    );
    await press("ed", "confirm-request");
    await walk.stage.sees({}, /User suspended on the Account[\s\S]*she left/);
    await says("ed", "/cyclr account harbour", /Users: 1, 1 of them suspended/);
    expect((await account("harbour"))?.suspendedAt).toBeNull();
    await walk.stage.types("ed", "/cyclr resume");
    const { id: viewId } = await walk.stage.seesForm("ed", /whole Account/);
    await walk.demo.slack.loadOptions({ userId: me("ed"), viewId, actionId: "user", query: "hanna" });
    const values = { accountId: "Harbour Foods (harbour)", userId: "hanna (hanna@harbour.example)" };
    expect((await submit("ed", values)).result).toBe("closed");
    await walk.stage.sees({}, /User resumed on the Account/);
    await walk.stage.types("ed", "/cyclr suspend");
    await walk.stage.seesForm("ed", /whole Account/);
    const whole = { accountId: "Kestrel Insurance (kestrel)", because: "x" };
    expect(await submit("ed", whole)).toMatchObject({ result: "updated" });
    await walk.stage.seesForm("ed", /This would be done[\s\S]*Kestrel Insurance/);
  });

  test("are deleted when it is meant, with their sub-accounts gone before, and their users stay", async () => {
    await says("ed", "/cyclr delete-account harbour", /accounts: manage/);
    await says("olivia", "/cyclr delete-account acme", /cannot be deleted yet. It has 3 sub-accounts/);
    await says(
      "olivia",
      "/cyclr delete-account harbour",
      /1 user: they lose access to it, but are not deleted[\s\S]*cannot be undone/,
    );
    await Promise.all([press("olivia", "confirm-request"), press("olivia", "confirm-request")]);
    await walk.stage.sees({}, /Account deleted[\s\S]*Harbour Foods \(harbour\)[\s\S]*1 user/);
    expect(await account("harbour")).toBeNull();
    expect(await walk.demo.app.db.user.count({ where: { usernameKey: "hanna" } })).toBe(1);
    await walk.stage.types("olivia", "/cyclr delete-account");
    await walk.stage.seesForm("olivia", /You see what is lost/);
    expect(await submit("olivia", { accountId: "Acme Ltd (acme)" })).toMatchObject({
      errors: { accountId: expect.stringContaining("3 sub-accounts") },
    });
  });

  test("work with more than fit into a list, and with none at all", async () => {
    const { db } = walk.demo.app;
    const names = Array.from({ length: 120 }, (_, index) => `Tower ${index} *b* \u202E`);
    await db.account.createMany({
      data: names.map((name, index) => ({
        name,
        nameKey: fold(name),
        apiId: `t-${index}`,
        apiIdKey: `t-${index}`,
      })),
    });
    await walk.stage.types("olivia", "/cyclr create-account");
    const view = await walk.stage.seesForm("olivia", /Parent/);
    expect(view.blocks.find(({ block_id }) => block_id === "parentId")).toMatchObject({
      element: { type: "external_select" },
    });
    await walk.demo.slack.closeView({ userId: me(), viewId: view.id });
    await db.account.deleteMany({ where: { parentId: { not: null } } });
    await db.account.deleteMany();
    await says("olivia", "/cyclr accounts", /There is no Account yet/);
    for (const name of ["account", "account-settings", "suspend", "delete-account"])
      await says("olivia", `/cyclr ${name}`, /There is no Account yet/);
    await walk.stage.types("olivia", "/cyclr create-account");
    await walk.stage.seesForm("olivia", /Name/);
    expect((await submit("olivia", { name: "The First" })).result).toBe("closed");
    await walk.stage.sees({}, /Account created[\s\S]*The First/);
  });
});
