import { timingSafeEqual } from "node:crypto";
import { hashToken, newToken } from "../secrets/token.ts";

export interface ClientSecret {
  /** Shown once, and kept by nobody here. */
  secret: string;
  secretHash: Uint8Array<ArrayBuffer>;
}

/**
 * 32 random bytes, of which a SHA-256 is kept. A slow hash such as Argon2 makes guessing dear where people chose the secret;
 * nobody guesses 256 bits, and a token request would only cost more.
 */
export function newClientSecret(): ClientSecret {
  const secret = newToken();
  return { secret, secretHash: hashToken(secret) };
}

/** Takes as long whether they differ early or late. */
export function isSecretOf(secretHash: Uint8Array, secret: string): boolean {
  const given = hashToken(secret);
  return given.length === secretHash.length && timingSafeEqual(given, secretHash);
}
