import { createHash, hkdfSync } from "node:crypto";
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
