import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { createBrowser } from "../../src/sandbox/demo/browser.ts";
import { marketplaceByCurl } from "../../src/sandbox/demo/chapters/marketplace-by-curl.ts";
import { chapterSecret, lastTold, marketplaces } from "../../src/sandbox/demo/chapters/marketplaces.ts";
import { readBlocks } from "../../src/sandbox/slack/read-message.ts";
import { startWalk } from "../support/walk.ts";

describe("Marketplaces, from Slack to a running cycle", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const me = (who: string) => walk.demo.people[who] ?? "";
  const view = (who: string) => walk.demo.slack.views(me(who)).at(-1);
  const pick = async (who: string, actionId: string, query: string) => {
    const about = { userId: me(who), viewId: view(who)?.id ?? "", actionId, query };
    return (await walk.demo.slack.loadOptions(about))[0]?.value ?? "";
  };

  test("the chapters of the demo go as told", async () => {
    await marketplaces.play(walk.stage, walk.demo);
    await marketplaceByCurl.play(walk.stage, walk.demo);
    expect(walk.transcript.join("\n")).toContain("[notification] stopped: hanna on harbour, order-7");
  });

  test("what was typed into the page is found nowhere in clear", async () => {
    const { slack, people, channelId, env, mailbox } = walk.demo;
    const client = new Client({ connectionString: env["DATABASE_URL"] });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const rows: string[] = [];
    for (const { name } of tables) {
      const { rows: found } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      rows.push(...found.map(({ row }) => row));
    }
    await client.end();
    const said = Object.values(people).flatMap((id) => [
      ...slack.ephemerals(id),
      ...slack.directMessages(id),
    ]);
    const everywhere = [
      ...rows,
      await walk.queue.content(),
      JSON.stringify([slack.messages(channelId), said, mailbox.mails()]),
      walk.transcript.join("\n"),
    ].join("\n");
    expect(rows.length).toBeGreaterThan(100);
    expect(everywhere).toContain("values-given");
    for (const secret of [chapterSecret, "sk_live_from_the_application", "P4$$w0rd"])
      expect(everywhere).not.toContain(secret);
    const { accountConnector } = walk.demo.app.db;
    const sealed = await accountConnector.findMany({ where: { connector: { nameKey: "shopline" } } });
    expect(sealed.map(({ valuesSealed }) => valuesSealed?.split(".").length)).toEqual([4, 4]);
  });

  test("by form: a new Account and a new User, with the fault at its field; the card's button gives the link", async () => {
    await walk.stage.types("olivia", "/cyclr marketplace warehouse");
    await walk.stage.seesForm("olivia", /Deploy a Marketplace[\s\S]*Connectors to authenticate/);
    const { slack } = walk.demo;
    const submit = (values: Parameters<typeof walk.stage.submits>[1]) =>
      slack.submitView({ userId: me("olivia"), viewId: view("olivia")?.id ?? "", values });
    expect(await submit({ username: "olga" })).toMatchObject({
      errors: { accountId: /Choose an Account, or name a new one/ },
    });
    expect(await submit({ accountName: "Quay", apiId: "harbour" })).toMatchObject({
      errors: { apiId: /already in use/ },
    });
    const connectorIds = [await pick("olivia", "connector", "depot")];
    const sent = await submit({ apiId: "quay", email: "olga@quay.example", connectorIds });
    expect(sent).toMatchObject({ result: "updated" });
    const card = await walk.stage.sees({}, /waits for values[\s\S]*Quay \(quay\)[\s\S]*Depot/);
    await walk.stage.clicks("ed", card, "Enter the values");
    await walk.stage.isTold("ed", /only for the requester/);
    await walk.stage.clicks("olivia", card, "Enter the values");
    await walk.stage.isTold("olivia", /Enter the values on this page/);
    const browser = createBrowser();
    await browser.open(lastTold(walk.demo, "olivia", /http[^|>]+\/values\/[\w-]+/));
    const depot = {
      "connector-0-user": "robot",
      "connector-0-password": "hidden pass",
      "connector-0-property-0": "https://depot",
    };
    expect((await browser.send("Save the values", depot)).text).toContain("The values are saved");
    await walk.stage.sees({}, /Marketplace deployed[\s\S]*Created: .*the Account, the User/);
    await walk.stage.getsMail("olga@quay.example", /set your password/i);
  });

  test("edit-marketplace by form asks before it deletes, and says how often it was deployed", async () => {
    await walk.stage.types("olivia", "/cyclr marketplaces 1");
    await walk.stage.isTold("olivia", /Deployed: 2 times/);
    await walk.stage.presses("olivia", "Edit");
    await walk.stage.seesForm("olivia", /Edit a Marketplace[\s\S]*What to do/);
    const about = { userId: me("olivia"), viewId: view("olivia")?.id ?? "", values: { change: "delete" } };
    expect(await walk.demo.slack.submitView(about)).toMatchObject({ result: "updated" });
    await walk.stage.seesForm("olivia", /It was deployed 2 times, for 2 Accounts/);
    expect(await walk.demo.app.db.marketplace.count()).toBe(2);
    const [latest] = walk.demo.slack.ephemerals(me("olivia")).slice(-1);
    expect(readBlocks(latest?.blocks ?? [], latest?.text ?? "")).toContain("Retail integrations");
  });
});
