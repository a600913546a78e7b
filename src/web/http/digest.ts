import { hashToken } from "../../core/kernel/secrets/token.ts";

/** Stands for a text in a place where it must not be read. */
export function digest(text: string): string {
  return Buffer.from(hashToken(text)).toString("hex");
}
