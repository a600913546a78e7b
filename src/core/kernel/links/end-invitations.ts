import type { Invitation, Prisma } from "../../generated/prisma/client.ts";
import type { Transaction } from "../database.ts";
import { openAt, revokeLinks } from "./secret-link.ts";

/** Invitations that were neither accepted, revoked nor swept as expired, as a condition of a query. */
export const unended = { acceptedAt: null, revokedAt: null, expiredAt: null };

/** The same in SQL. */
export const openText = Object.keys(unended)
  .map((column) => `"${column}" IS NULL`)
  .join(" AND ");

/** The same, and their time has not run out. */
export const openInvitationsAt = (now: Date) => ({ ...unended, link: { is: openAt(now) } });

/**
 * Ends Invitations that nobody has used, with their links, and returns them. The links come first, here and elsewhere: whoever
 * holds the link changes the Invitation.
 */
export async function endInvitations(
  tx: Transaction,
  where: Prisma.SecretLinkWhereInput,
  end: { revokedAt: Date } | { expiredAt: Date },
): Promise<Invitation[]> {
  const now = "revokedAt" in end ? end.revokedAt : end.expiredAt;
  const links = await revokeLinks(tx, { ...where, purpose: "invitation" }, now);
  const linkId = { in: links.map(({ id }) => id) };
  return tx.invitation.updateManyAndReturn({ where: { linkId, ...unended }, data: end });
}
