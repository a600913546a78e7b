import { createCipheriv, createDecipheriv, randomBytes, createHash, hkdfSync } from "node:crypto";
import { z } from "zod";

export interface SecretKey {
  /** Names the key in what it has sealed; tells nothing about it. */
  id: string;
  bytes: Buffer;
}

/** One key or several, separated by commas: the first seals, all open. */
export const secretKeys = z
  .string()
  .transform((text) => text.split(",").map((key) => key.trim()))
  .refine((keys) => keys.every((key) => key.length >= 32), {
    error: "must be at least 32 characters (several keys: separated by commas, newest first)",
  })
  .transform((keys) => keys.map(deriveKey));

function deriveKey(text: string): SecretKey {
  const bytes = Buffer.from(hkdfSync("sha256", text, "", "cyclr-access", 32));
  return { id: createHash("sha256").update(bytes).digest("hex").slice(0, 8), bytes };
}

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
