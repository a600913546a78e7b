import { z } from "zod";
import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { ConsoleInvitation, Prisma } from "../generated/prisma/client.ts";
import { email } from "../text/email.ts";
import { addressKey } from "../text/identity-key.ts";
import { openConsoleInvitation } from "./console-invitation-state.ts";

export const consoleInvitationWords = z.object({ email });
export const consoleInvitationInput = z.object({ invitationId: z.uuid() });

const include = { request: { include: { requester: true } } } as const;

export type LoadedConsoleInvitation = Prisma.ConsoleInvitationGetPayload<{ include: typeof include }>;

/** The invitation of one address to the Console: the open one, else the latest. Throws not-found. */
export async function findPendingConsoleInvitation(
  app: Pick<App, "db" | "clock">,
  address: string,
): Promise<ConsoleInvitation> {
  const emailKey = addressKey(address);
  const latest = { where: { emailKey }, orderBy: { id: "desc" as const } };
  const found =
    (await openConsoleInvitation(app, emailKey, app.clock())) ??
    (await app.db.consoleInvitation.findFirst(latest));
  if (found) return found;
  const advice = "/cyclr console-users lists who was.";
  throw new DomainError("not-found", `Nobody has invited ${address} to the Console. ${advice}`, "email");
}

/** Throws not-found. */
export async function loadConsoleInvitation(
  db: App["db"] | Transaction,
  id: string,
): Promise<LoadedConsoleInvitation> {
  const found = await db.consoleInvitation.findUnique({ where: { id }, include });
  if (found) return found;
  throw new DomainError("not-found", "This invitation no longer exists.", "email");
}
