import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { accountConnectorPurpose } from "../../src/core/connectors/connector-values.ts";
import { notificationSecretPurpose } from "../../src/core/cycles/notify-cycle-event.ts";
import { countSealed } from "../../src/core/count-sealed.ts";
import { rotateSecrets } from "../../src/core/rotate-secrets.ts";
import { rotationWords, statusWords } from "../../src/core/kernel/secrets/rotation-words.ts";
import { seal, unseal, type SecretKey, secretKeys } from "../../src/core/kernel/secrets/seal.ts";
import { sealedColumns } from "../../src/core/features.ts";
import { inviteScene } from "../support/invite-scene.ts";
import { makeConnector } from "../support/marketplace-factories.ts";

const scene = inviteScene();
const actor = { kind: "operator", name: "tests", surface: "command-line" } as const;
const oldKeys = secretKeys.parse("the-old-key-of-the-tests-0123456789");
const bothKeys = secretKeys.parse("the-new-key-of-the-tests-0123456789, the-old-key-of-the-tests-0123456789");
const newKeys = bothKeys.slice(0, 1);
const [newId, oldId] = bothKeys.map(({ id }) => id);
const rotate = (keys: SecretKey[] = bothKeys) => rotateSecrets({ ...scene.t.app, secretKeys: keys, actor });

let connectorId: string;
beforeEach(async () => {
  await scene.t.db.accountConnector.deleteMany();
  connectorId = (await makeConnector(scene.t.db)).id;
  const notificationSecretSealed = seal(oldKeys, notificationSecretPurpose, "whsec_x");
  await scene.t.db.partner.update({ where: { id: 1 }, data: { notificationSecretSealed } });
});

async function install(secret: string, keys = oldKeys): Promise<string> {
  const data = { accountId: scene.accountId, connectorId, name: "Shop" };
  const { id } = await scene.t.db.accountConnector.create({ data });
  const valuesSealed = seal(keys, accountConnectorPurpose(id), secret);
  await scene.t.db.accountConnector.update({ where: { id }, data: { valuesSealed } });
  return id;
}

const sealedOf = async (id: string) =>
  (await scene.t.db.accountConnector.findUniqueOrThrow({ where: { id } })).valuesSealed ?? "";

describe("npm run secrets", () => {
  test("knows every sealed column of the schema, each with the purpose that its own code uses", () => {
    const schema = readFileSync(path.resolve(import.meta.dirname, "../../prisma/schema.prisma"), "utf8");
    const inSchema = Array.from(schema.matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)).flatMap(
      ([, table, body = ""]) =>
        Array.from(body.matchAll(/^\s+(\w+Sealed)\s/gm), ([, column]) => `${table}.${column}`),
    );
    expect(inSchema.length).toBeGreaterThan(3);
    expect(sealedColumns.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
      inSchema.toSorted(),
    );
    expect(new Set(sealedColumns.map(({ purpose }) => purpose("1"))).size).toBe(sealedColumns.length);
  });

  test("seals everything anew, more than one batch of it, and nothing at the second run", async () => {
    const ids: string[] = [];
    for (let count = 0; count < 203; count += 1) ids.push(await install(`secret ${count}`));
    const { lines } = rotationWords(await rotate());
    expect(lines).toEqual([
      "204 values sealed anew with the newest key.",
      "  Partner.notificationSecretSealed: 1 sealed anew",
      "  AccountConnector.valuesSealed: 203 sealed anew",
    ]);
    for (const [at, id] of ids.entries())
      expect(unseal(newKeys, accountConnectorPurpose(id), await sealedOf(id))).toBe(`secret ${at}`);
    expect(await countSealed(scene.t.db)).toEqual(new Map([[newId, 204]]));
    expect(rotationWords(await rotate()).lines).toEqual([
      "Everything is sealed with the newest key already.",
    ]);
    const audited = await scene.t.db.auditEvent.findMany({ where: { action: "secrets-rotated" } });
    expect(audited.map(({ after }) => after)).toEqual([{ resealed: 204, key: newId }]);
  });

  test("leaves what it cannot open, says so, and goes on with the rest", async () => {
    const lost = await install("lost", secretKeys.parse("a-key-that-nobody-has-any-more-0123456"));
    const kept = await install("kept");
    const before = await sealedOf(lost);
    const { lines, unreadable } = rotationWords(await rotate());
    expect(unreadable).toBe(1);
    expect(lines).toContain("  AccountConnector.valuesSealed: 1 sealed anew, 1 cannot be opened");
    expect(await sealedOf(lost)).toBe(before);
    expect(unseal(newKeys, accountConnectorPurpose(kept), await sealedOf(kept))).toBe("kept");
    const words = statusWords(await countSealed(scene.t.db), bothKeys).join("\n");
    expect(words).toMatch(/ 2 values \(the newest\)/);
    expect(words).toMatch(/ 0 values \(older, no longer needed\)/);
    expect(words).toMatch(/ 1 value \(not in SECRET_KEY: cannot be opened\)/);
  });

  test("two at once do it once, and what is written meanwhile is not written over", async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, at) => install(`race ${at}`)));
    const fresh = ids[7] ?? "";
    const meanwhile = scene.t.db.accountConnector.update({
      where: { id: fresh },
      data: { valuesSealed: seal(bothKeys, accountConnectorPurpose(fresh), "typed meanwhile") },
    });
    const [one, two] = await Promise.all([rotate(), rotate(), meanwhile]);
    const resealed = [one, two].flat().reduce((sum, { resealed }) => sum + resealed, 0);
    expect(resealed).toBeLessThanOrEqual(21);
    for (const [at, id] of ids.entries())
      expect(unseal(newKeys, accountConnectorPurpose(id), await sealedOf(id))).toBe(
        id === fresh ? "typed meanwhile" : `race ${at}`,
      );
    expect((await countSealed(scene.t.db)).get(oldId ?? "")).toBeUndefined();
  });
});
