import { identityKey, tidyTyped } from "../../core/kernel/text/identity-key.ts";
import { username } from "../../core/users/reset-password.ts";
import { type ApiContext, noteLimit } from "./api-errors.ts";
import { digest } from "./digest.ts";
import { counted } from "./rate-limits.ts";

/**
 * Counts a password that an application sends with a user ID: whoever holds a token could guess. However the user ID is
 * written, it counts for the one User that it is read as. Throws TooManyRequests.
 */
export async function limitGuesses(c: ApiContext, typed: string): Promise<void> {
  // What is no user ID is refused later, and is nobody's.
  const read = username.safeParse(typed).data ?? tidyTyped(typed);
  noteLimit(c, await counted(c.var.limits.deployments, digest(identityKey(read))));
}
