import type { ConsoleInvitation } from "../generated/prisma/client.ts";
import type { Reading } from "./who-can-give.ts";

export type ConsoleInvitationState = "open" | "accepted" | "revoked" | "expired";

/** One that was ended by the sweep after its time counts as expired. */
export function consoleInvitationState(
  { acceptedAt, revokedAt, expiresAt }: ConsoleInvitation,
  now: Date,
): ConsoleInvitationState {
  if (acceptedAt) return "accepted";
  if (revokedAt && revokedAt < expiresAt) return "revoked";
  return expiresAt <= now ? "expired" : "open";
}

/** The open invitation to the Console for an address. */
export function openConsoleInvitation({ db }: Reading, emailKey: string, now: Date) {
  return db.consoleInvitation.findFirst({
    where: { emailKey, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    include: { request: true },
  });
}
