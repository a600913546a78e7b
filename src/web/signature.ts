import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { SecretKey } from "../core/secrets/secret-keys.ts";

/** Vouches for a text that goes out to a browser and comes back. What is signed for one purpose is void for another. */
export function sign(keys: SecretKey[], purpose: string, text: string): string {
  const [key] = keys;
  if (!key) throw new Error("There is no key to sign with");
  return signWith(key, purpose, text).toString("base64url");
}

export function isSigned(keys: SecretKey[], purpose: string, text: string, signature: string): boolean {
  const given = Buffer.from(signature, "base64url");
  return keys.some((key) => {
    const right = signWith(key, purpose, text);
    return given.length === right.length && timingSafeEqual(given, right);
  });
}

function signWith(key: SecretKey, purpose: string, text: string): Buffer {
  const derived = Buffer.from(hkdfSync("sha256", key.bytes, "", `web:${purpose}`, 32));
  return createHmac("sha256", derived).update(text).digest();
}
