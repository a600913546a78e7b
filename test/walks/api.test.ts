import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { readBlocks } from "../../src/sandbox/slack/read-message.ts";
import { fold } from "../../src/core/kernel/text/fold.ts";
import { documentCurl, readCurl } from "../web/api/document-curl.ts";
import { startWalk } from "../support/walk.ts";

describe("The API, from its credentials in Slack to a cycle that runs", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "socket" });
  const secrets: string[] = [];
  const at = (path: string) => new URL(path, walk.demo.app.publicUrl).href;
  let token = "";

  const call = async (method: string, path: string, account: string, body?: unknown) => {
    const headers = {
      authorization: `Bearer ${token}`,
      "x-cyclr-account": account,
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(at(path), init);
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : undefined) as Record<string, string> };
  };

  test("an API client is made in Slack, and its secret shown once, to its requester alone", async () => {
    const { slack, people, channelId } = walk.demo;
    await walk.stage.types("vera", "/cyclr api-clients create Sneaky");
    await walk.stage.isTold("vera", /settings: manage/);
    await walk.stage.types("olivia", "/cyclr api-clients create Billing app");
    await walk.stage.sees({}, /API client made[\s\S]*Name: Billing app[\s\S]*Reaches: every Account/);
    await walk.stage.types("olivia", "/cyclr api-clients");
    await walk.stage.isTold("olivia", /Billing app · client ID [0-9a-f]{32} · reaches every Account/);
    await walk.stage.presses("olivia", "Show secret");
    const olivia = people["olivia"] ?? "";
    const shown = await slack.waitFor(() => {
      const latest = slack.ephemerals(olivia).at(-1);
      const read = latest ? readBlocks(latest.blocks ?? [], latest.text) : "";
      return /Client ID: `?([0-9a-f]{32})`?\s+Secret: `?([\w-]{43})/.exec(read) ?? undefined;
    });
    const [, clientId = "", secret = ""] = shown;
    secrets.push(secret);
    await walk.stage.sees({}, /Its secret was shown to its requester, once/);
    expect(JSON.stringify(slack.messages(channelId))).not.toContain(secret);
    const form = { grant_type: "client_credentials", client_id: clientId, client_secret: secret };
    const answer = await fetch(at("/oauth/token"), { method: "POST", body: new URLSearchParams(form) });
    token = ((await answer.json()) as { access_token: string }).access_token;
    secrets.push(token);
  });

  test("a client carries what it is given, and is changed in Slack", async () => {
    await walk.stage.types("olivia", "/cyclr api-clients create Reader with accounts: view");
    await walk.stage.sees({}, /API client made[\s\S]*Name: Reader[\s\S]*May do: accounts: view/);
    await walk.stage.types("olivia", "/cyclr api-clients change reader to accounts: view, users: view");
    await walk.stage.sees({}, /API client changed[\s\S]*users: none → view/);
    const { fullAccess, permissions } = await walk.demo.app.db.apiClient.findFirstOrThrow({
      where: { name: "Reader" },
    });
    expect([fullAccess, permissions]).toEqual([false, { accounts: "view", users: "view" }]);
  });

  test("the document's request deploys, and an application installs, starts and stops for the Account", async () => {
    const { db } = walk.demo.app;
    const name = "WalkConnector";
    const properties = [{ name: "Url", label: "Address", secret: true, required: true }];
    await db.connector.create({
      data: { name, nameKey: fold(name), version: "1.0", title: name, authentication: "apiKey", properties },
    });
    const marketplace = await db.marketplace.create({ data: { name: "Walk", nameKey: "walk" } });
    const given = { AuthenticationValue: "pk-live-walk-secret", address: "https://walk-secret.example" };
    secrets.push(...Object.values(given), "P4$$w0rd");
    const { url, init } = readCurl(documentCurl, {
      access_token: token,
      MarketplaceId: String(marketplace.id),
      CYCLR_ACCOUNT_API_ID: "walk-account",
      ExampleConnector: name,
      VersionNumber: "1.0",
      AuthenticationId: "main",
      AuthenticationValue: given.AuthenticationValue,
      Url: "Url",
      "http://customDomain.appName.com": given.address,
      CyclrAPIDomain: new URL(walk.demo.app.publicUrl).host,
    });
    const deployed = await fetch(url.replace("https:", "http:"), init);
    const link = (await deployed.json()) as { Token: string; AccountId: string };
    expect([deployed.status, link.AccountId]).toEqual([200, "walk-account"]);
    secrets.push(link.Token);
    const again = {
      AuthValue: "pk-live-second",
      Properties: [{ Name: "Url", Value: given.address }],
      Name: "Second",
    };
    secrets.push(again.AuthValue);
    expect(await call("POST", `/v1.0/connectors/${name}/install`, "walk-account", again)).toMatchObject({
      status: 200,
    });
    const cycle = await call("POST", "/v1.0/cycles", "walk-account", { Name: "Orders" });
    expect(cycle.status).toBe(201);
    const path = `/v1.0/cycles/${cycle.body["Id"]}`;
    expect(await call("PUT", `${path}/activate`, "walk-account")).toMatchObject({
      body: { Status: "Active" },
    });
    expect(await call("DELETE", path, "walk-account")).toMatchObject({ status: 409 });
    expect(await call("PUT", `${path}/deactivate`, "walk-account")).toMatchObject({
      body: { Status: "Paused" },
    });
    const wrong = { AuthValue: "pk-live-wrong", Properties: [{ Name: "Nope", Value: "pk-live-nope" }] };
    secrets.push(wrong.AuthValue, "pk-live-nope");
    expect(await call("POST", `/v1.0/connectors/${name}/install`, "walk-account", wrong)).toMatchObject({
      status: 400,
    });
  });

  test("its secret is exchanged in Slack: the old one works until it is revoked, with the tokens that it gave", async () => {
    const { slack, people } = walk.demo;
    await walk.stage.types(
      "olivia",
      "/cyclr api-clients add-secret billing app called Next until tomorrow 18:00",
    );
    await walk.stage.sees({}, /Secret of an API client made[\s\S]*Secret: Next/);
    await walk.stage.types("olivia", "/cyclr api-clients");
    await walk.stage.isTold("olivia", /• Next \(not shown yet\)/);
    await walk.stage.presses("olivia", "Show secret");
    const shown = await slack.waitFor(() => {
      const latest = slack.ephemerals(people["olivia"] ?? "").at(-1);
      const read = latest ? readBlocks(latest.blocks ?? [], latest.text) : "";
      return /Client ID: `?([0-9a-f]{32})`?\s+Secret: `?([\w-]{43})[\s\S]*“Next”/.exec(read) ?? undefined;
    });
    const [, clientId = "", secret = ""] = shown;
    secrets.push(secret);
    const form = { grant_type: "client_credentials", client_id: clientId, client_secret: secret };
    const answer = await fetch(at("/oauth/token"), { method: "POST", body: new URLSearchParams(form) });
    const { access_token: next } = (await answer.json()) as { access_token: string };
    secrets.push(next);
    expect((await call("GET", "/v1.0/cycles", "walk-account")).status).toBe(200);
    await walk.stage.types("olivia", "/cyclr api-clients revoke-secret Secret 1 of billing app");
    await walk.stage.isTold("olivia", /1 token that it gave stops working at once/);
    await walk.stage.presses("olivia", "Do it");
    await walk.stage.sees({}, /Secret revoked/);
    expect((await call("GET", "/v1.0/cycles", "walk-account")).status).toBe(401);
    token = next;
    expect((await call("GET", "/v1.0/cycles", "walk-account")).status).toBe(200);
  });

  test("what is secret stands nowhere in clear: not in the database, the queue, the channel or an answer", async () => {
    const { slack, channelId, people } = walk.demo;
    const places = {
      database: await dump(walk.demo.env["DATABASE_URL"] ?? ""),
      queue: await walk.queue.content(),
      channel: JSON.stringify(slack.messages(channelId)),
      others: JSON.stringify(slack.ephemerals(people["vera"] ?? "")),
      answers: JSON.stringify([
        await call("GET", "/v1.0/account/connectors", "walk-account"),
        await call("GET", "/v1.0/cycles", "walk-account"),
      ]),
    };
    expect(places.database).toContain("walk-account");
    expect(places.answers).toContain("Second");
    expect(secrets).toHaveLength(11);
    for (const [place, text] of Object.entries(places))
      for (const secret of secrets)
        expect([place, secret, text.includes(secret)]).toEqual([place, secret, false]);
  });

  test("a client revoked in Slack stops at once", async () => {
    expect((await call("GET", "/v1.0/cycles", "walk-account")).status).toBe(200);
    await walk.stage.types("olivia", "/cyclr api-clients revoke billing app");
    await walk.stage.isTold("olivia", /is revoked: its secrets give no more tokens/);
    await walk.stage.presses("olivia", "Do it");
    await walk.stage.sees({}, /API client revoked/);
    expect((await call("GET", "/v1.0/cycles", "walk-account")).status).toBe(401);
  });
});

/** Every row of every table, as text. */
async function dump(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS "name" FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const parts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS "row" FROM ${name} t`);
      parts.push(...rows.map(({ row }) => row));
    }
    return parts.join("\n");
  } finally {
    await client.end();
  }
}
