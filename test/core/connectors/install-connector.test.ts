import { describe, expect, test } from "vitest";
import { changeAccountConnector } from "../../../src/core/connectors/change-account-connector.ts";
import { accountConnectorPurpose } from "../../../src/core/connectors/connector-values.ts";
import {
  installConnector,
  listAccountConnectors,
  listConnectors,
} from "../../../src/core/connectors/install-connector.ts";
import { unseal } from "../../../src/core/kernel/secrets/seal.ts";
import { accountScene, clientActor, makeApiClient, makeConnector } from "../../support/account-scene.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount } from "../../support/factories.ts";

const scene = accountScene();
const audit = auditOfTest(() => scene.t.db);

const secret = "pk-live-7f3c9";
const shop = () =>
  makeConnector(scene.t.db, {
    authentication: "apiKey",
    properties: [{ name: "Url", label: "Address", required: true }],
  });
const given = (connector: string) => ({
  accountId: scene.accountId,
  connector,
  authValue: secret,
  properties: [{ name: "Url", value: "https://shop.example" }],
});

test("installs a connector with its values sealed, and gives them back to nobody", async () => {
  const { name } = await shop();
  const installed = await installConnector(scene.client, given(name.toUpperCase()));
  expect(installed).toMatchObject({ name, authenticated: true, connector: { name } });
  const row = await scene.t.db.accountConnector.findUniqueOrThrow({ where: { id: installed.id } });
  expect(row.valuesSealed).not.toContain(secret);
  expect(unseal(scene.t.app.secretKeys, accountConnectorPurpose(row.id), row.valuesSealed ?? "")).toContain(
    secret,
  );
  const listed = await listAccountConnectors(scene.ann, { accountId: scene.accountId });
  expect(JSON.stringify([installed, listed, await audit()], bigints)).not.toMatch(
    /pk-live|shop\.example|valuesSealed/,
  );
  expect(await audit("connector-installed")).toMatchObject([{ actorKind: "api-client", surface: "api" }]);
});

test("gives what is installed already the new values", async () => {
  const { name } = await shop();
  const first = await installConnector(scene.client, given(name));
  const second = await installConnector(scene.client, { ...given(name), authValue: "pk-new" });
  const other = await installConnector(scene.client, { ...given(name), name: "Second shop" });
  expect(second.id).toBe(first.id);
  expect(other.id).not.toBe(first.id);
  const { rows } = await listAccountConnectors(scene.ann, { accountId: scene.accountId });
  expect(rows.map((row) => row.name)).toEqual([name, "Second shop"]);
  expect((await audit()).map(({ action }) => action)).toEqual([
    "connector-installed",
    "connector-authenticated",
    "connector-installed",
  ]);
});

test("a new name or description is audited as that, and new values as new values", async () => {
  const { name } = await shop();
  const { id: accountConnector } = await installConnector(scene.client, given(name));
  const change = (changes: Parameters<typeof changeAccountConnector>[2]) =>
    changeAccountConnector(scene.client, { accountId: scene.accountId, accountConnector }, changes);
  const since = async () =>
    (await audit()).slice(1).map(({ action, before, after }) => ({ action, before, after }));
  await change({ name: "Second shop" });
  const renamed = { action: "connector-changed", before: { name }, after: { name: "Second shop" } };
  expect(await since()).toEqual([renamed]);
  await change({ name: "Second shop" });
  await change({});
  expect(await since()).toEqual([renamed]);
  await change({ description: "Of Poland", properties: [{ name: "Url", value: "https://pl.example" }] });
  expect(await since()).toMatchObject([
    renamed,
    { action: "connector-changed", before: { description: "" }, after: { description: "Of Poland" } },
    { action: "connector-authenticated", after: { properties: ["Url"] } },
  ]);
});

test("installs one for several that ask at the same moment", async () => {
  const { name } = await shop();
  const all = await Promise.all([1, 2, 3, 4].map(() => installConnector(scene.client, given(name))));
  expect(new Set(all.map(({ id }) => id)).size).toBe(1);
});

test("may go without its authentication for now, and says that it does not authenticate", async () => {
  const { name } = await shop();
  const installed = await installConnector(scene.client, { ...given(name), authValue: undefined });
  expect(installed).toMatchObject({ authenticated: false });
});

test("takes the newest version unless another is named", async () => {
  const { name } = await makeConnector(scene.t.db, { version: "1.9" });
  await makeConnector(scene.t.db, { name, version: "1.10" });
  const at = { accountId: scene.accountId, connector: name };
  expect((await installConnector(scene.ann, at)).connector.version).toBe("1.10");
  expect((await installConnector(scene.ann, { ...at, version: "1.9" })).connector.version).toBe("1.9");
  const unknown = installConnector(scene.ann, { ...at, version: "3" });
  await expect(unknown).rejects.toMatchObject({ code: "not-found", field: "version" });
});

test("takes a connector by its number, unless that is another's name", async () => {
  const old = await makeConnector(scene.t.db, { version: "1.0" });
  const { number, name } = await makeConnector(scene.t.db, { name: old.name, version: "1.1" });
  const at = { accountId: scene.accountId };
  const version = async (connector: number, version?: string) =>
    (await installConnector(scene.ann, { ...at, connector: String(connector), ...(version && { version }) }))
      .connector.version;
  expect([await version(old.number), await version(number)]).toEqual(["1.0", "1.1"]);
  expect(await version(number, "1.0")).toBe("1.0");
  const other = await makeConnector(scene.t.db, { name: String(number) });
  const byName = await installConnector(scene.ann, { ...at, connector: String(number) });
  expect([byName.connector.name, byName.connector.id, name]).toEqual([other.name, other.id, old.name]);
});

describe("refuses", () => {
  test.each([
    [{ properties: [] }, "properties.Url"],
    [{ properties: [...given("").properties, { name: "Port", value: "1" }] }, "properties.Port"],
    [{ properties: [...given("").properties, ...given("").properties] }, "properties.Url"],
    [{ name: "\n" }, "name"],
    [{ authValue: "a\0b" }, "authValue"],
  ])("%j at its field, and installs nothing", async (wrong, field) => {
    const { name } = await shop();
    const installing = installConnector(scene.client, { ...given(name), ...wrong });
    await expect(installing).rejects.toMatchObject({ code: "invalid", field });
    expect(await scene.t.db.accountConnector.count({ where: { accountId: scene.accountId } })).toBe(0);
  });

  test("a connector that the library does not have", async () => {
    const installing = installConnector(scene.client, given("No such"));
    await expect(installing).rejects.toMatchObject({ code: "not-found" });
  });

  test("an application restricted to another Account", async () => {
    const { id } = await makeAccount(scene.t.db);
    const actor = clientActor(await makeApiClient(scene.t.db, { accountId: id }));
    const ctx = { ...scene.client, actor };
    const { accountId } = scene;
    const { name } = await shop();
    for (const call of [
      () => installConnector(ctx, given(name)),
      () => listConnectors(ctx, { accountId }),
      () => listAccountConnectors(ctx, { accountId }),
    ])
      await expect(call()).rejects.toMatchObject({ code: "forbidden" });
  });
});

function bigints(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
