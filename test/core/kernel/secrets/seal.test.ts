import { expect, test } from "vitest";
import { seal, unseal, secretKeys } from "../../../../src/core/kernel/secrets/seal.ts";
import { hashToken, newToken } from "../../../../src/core/kernel/secrets/token.ts";

const oldKey = "the-old-key-of-the-tests-with-32-characters";
const newKey = "the-new-key-of-the-tests-with-32-characters";
const keys = (text: string) => secretKeys.parse(text);

test("what is sealed comes back, whatever it is, and shows nothing of itself", () => {
  for (const secret of ["token", "", "ö".repeat(5000), "👩‍🚀"]) {
    const sealed = seal(keys(newKey), "invitation:1", secret);
    expect(sealed).toMatch(/^[0-9a-f]{8}\.[\w-]+\.[\w-]*\.[\w-]+$/);
    if (secret) expect(unseal(keys(newKey), "invitation:1", sealed)).toBe(secret);
    if (secret) expect(sealed).not.toContain(Buffer.from(secret).toString("base64url"));
  }
});

test("the same secret looks different each time it is sealed", () => {
  const sealed = Array.from({ length: 100 }, () => seal(keys(newKey), "p", "secret"));
  expect(new Set(sealed).size).toBe(100);
});

test("after a rotation the old key still opens, and the new one seals", () => {
  const before = seal(keys(oldKey), "p", "secret");
  const rotated = keys(`${newKey}, ${oldKey}`);
  expect(unseal(rotated, "p", before)).toBe("secret");
  const after = seal(rotated, "p", "secret");
  expect(unseal(keys(newKey), "p", after)).toBe("secret");
  expect(() => unseal(keys(oldKey), "p", after)).toThrow("a key that SECRET_KEY does not hold");
});

test("once the old key is gone, what it sealed stays closed", () => {
  const before = seal(keys(oldKey), "p", "secret");
  expect(() => unseal(keys(newKey), "p", before)).toThrow("a key that SECRET_KEY does not hold");
});

test("what is sealed for one purpose does not open for another", () => {
  const sealed = seal(keys(newKey), "invitation:1", "secret");
  expect(() => unseal(keys(newKey), "invitation:2", sealed)).toThrow();
});

test("a change in any part of it keeps it closed", () => {
  const sealed = seal(keys(newKey), "p", "secret of a certain length");
  const parts = sealed.split(".");
  for (const index of [1, 2, 3]) {
    const bytes = Buffer.from(parts[index] ?? "", "base64url");
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    const changed = parts.with(index, bytes.toString("base64url")).join(".");
    expect(() => unseal(keys(newKey), "p", changed)).toThrow();
  }
});

test("a tag cut short does not open it", () => {
  const [id, nonce, body, tag = ""] = seal(keys(newKey), "p", "secret").split(".");
  const short = Buffer.from(tag, "base64url").subarray(0, 4).toString("base64url");
  expect(() => unseal(keys(newKey), "p", [id, nonce, body, short].join("."))).toThrow();
});

test.each(["", ".", "...", "nonsense", "a.b.c.d", "\u0000"])("%j opens with nothing", (text) => {
  expect(() => unseal(keys(newKey), "p", text)).toThrow();
});

test("without a key nothing is sealed", () => {
  expect(() => seal([], "p", "secret")).toThrow("no key");
});

test.each(["short", `${newKey},short`, "", ","])("%j is refused as SECRET_KEY", (text) => {
  const read = secretKeys.safeParse(text);
  expect(read.error?.issues[0]?.message).toContain("at least 32 characters");
  if (text) expect(JSON.stringify(read.error?.issues)).not.toContain(newKey);
});

test("a key's name is stable and tells nothing of the key", () => {
  const [key] = keys(newKey);
  expect(keys(newKey)[0]?.id).toBe(key?.id);
  expect(keys(oldKey)[0]?.id).not.toBe(key?.id);
  expect(key?.bytes.toString("hex")).not.toContain(key?.id ?? "");
});

test("tokens are 32 random bytes that fit into a link, and only their SHA-256 is kept", () => {
  const tokens = Array.from({ length: 1000 }, newToken);
  expect(new Set(tokens).size).toBe(1000);
  for (const token of tokens) {
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(hashToken(token)).toHaveLength(32);
  }
  expect(Buffer.from(hashToken("abc")).toString("hex")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
