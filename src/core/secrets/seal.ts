import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { SecretKey } from "./secret-keys.ts";

/** AES-256-GCM. `purpose` is authenticated, so that what is sealed for one use cannot be opened for another. */
export function seal(keys: SecretKey[], purpose: string, secret: string): string {
  const [key] = keys;
  if (!key) throw new Error("There is no key to seal with");
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, nonce).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return [key.id, nonce, sealed, cipher.getAuthTag()]
    .map((part) => (typeof part === "string" ? part : part.toString("base64url")))
    .join(".");
}

/** Throws where the key is not known any more, or where what was sealed has been changed. */
export function unseal(keys: SecretKey[], purpose: string, text: string): string {
  const [keyId, nonce, sealed, tag] = text.split(".");
  const key = keys.find(({ id }) => id === keyId);
  if (!key || !nonce || !sealed || !tag) throw new Error("Sealed with a key that SECRET_KEY does not hold");
  // Without its length a tag cut to four bytes would do, and four bytes can be guessed.
  const whole = { authTagLength: 16 };
  const decipher = createDecipheriv("aes-256-gcm", key.bytes, Buffer.from(nonce, "base64url"), whole);
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(sealed, "base64url")), decipher.final()]).toString(
    "utf8",
  );
}
