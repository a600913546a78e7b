import { describe, expect, test } from "vitest";
import { accountConnectorPurpose } from "../../../src/core/connectors/connector-values.ts";
import { deployMarketplace } from "../../../src/core/marketplaces/deploy-marketplace.ts";
import { unseal } from "../../../src/core/kernel/secrets/seal.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeConnector } from "../../support/marketplace-factories.ts";
import { deployScene } from "./deploy-scene.ts";

const scene = deployScene();
const { trusted: ctx, deploy, everything } = scene;
const events = auditOfTest(() => scene.t.db);

describe("ConnectorAuthentications", () => {
  const shop = { name: "Shop", version: "2.0", authentication: "apiKey" };
  const url = { name: "Url", label: "Shop address", required: true };
  const asked = (given: object = {}) => ({
    name: "SHOP",
    version: "2.0",
    authValue: "sk_live_very_secret",
    properties: [{ name: "Url", value: "https://shop.example/very-secret" }],
    ...given,
  });

  test("are installed as Account Connectors with sealed values, and renewed by a later deployment", async () => {
    await scene.t.db.connector.deleteMany();
    const connector = await makeConnector(scene.t.db, { ...shop, properties: [url] });
    await deployMarketplace(ctx(), deploy({ authentications: [asked()] }));
    await deployMarketplace(ctx(), deploy({ authentications: [asked({ authValue: "sk_2" })] }));
    const [installed, ...others] = await scene.t.db.accountConnector.findMany({
      where: { accountId: scene.accountId },
    });
    expect([installed?.connectorId, installed?.name, others]).toEqual([connector.id, "Shop Cloud", []]);
    const sealed = installed?.valuesSealed ?? "";
    const opened = unseal(scene.t.app.secretKeys, accountConnectorPurpose(installed?.id ?? ""), sealed);
    expect(JSON.parse(opened)).toEqual({
      AuthValue: "sk_2",
      Properties: [{ Name: "Url", Value: "https://shop.example/very-secret" }],
    });
    const kept = JSON.stringify([await events(), scene.t.log, sealed], (_key, value: unknown) =>
      typeof value === "bigint" ? String(value) : value,
    );
    expect(kept).toContain("connector-authenticated");
    expect(kept).not.toMatch(/sk_live_very_secret|sk_2|very-secret/);
  });

  test.each([
    ["an unknown connector", { name: "Nope" }, "connectorAuthentications[0].name"],
    ["an unknown version", { version: "9" }, "connectorAuthentications[0].version"],
    ["no AuthValue", { authValue: null }, "connectorAuthentications[0].authValue"],
    ["a missing property", { properties: [] }, "connectorAuthentications[0].properties.Url"],
    [
      "a property that nobody asks for",
      { properties: [...asked().properties, { name: "Colour", value: "red" }] },
      "connectorAuthentications[0].properties.Colour",
    ],
    [
      "a property twice",
      { properties: [...asked().properties, ...asked().properties] },
      "connectorAuthentications[0].properties.Url",
    ],
  ])("are refused with %s, at the field, with nothing done", async (_, given, field) => {
    await scene.t.db.accountConnector.deleteMany();
    await scene.t.db.connector.deleteMany();
    await makeConnector(scene.t.db, { ...shop, properties: [url] });
    const before = await everything();
    const wrong = deploy({ account: { apiId: "half" }, authentications: [asked(given)] });
    await expect(deployMarketplace(ctx(), wrong)).rejects.toMatchObject({ code: "invalid", field });
    expect(await everything()).toEqual(before);
  });

  test("leave OAuth to the person with InlineOAuth, and to nobody without", async () => {
    const { name } = await makeConnector(scene.t.db, { authentication: "oauth2" });
    const authentications = [{ name, authValue: null, properties: [] }];
    await expect(deployMarketplace(ctx(), deploy({ authentications }))).rejects.toMatchObject({
      field: "connectorAuthentications[0].authValue",
    });
    const { deployment } = await deployMarketplace(ctx(), deploy({ authentications, inlineOAuth: true }));
    expect(deployment.inlineOAuth).toBe(true);
  });
});
