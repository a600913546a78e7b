import type { ConsoleUserActor, Context } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { mayText } from "../kernel/access/access.ts";
import { auditText, type GivenAudit, givenAudit } from "../kernel/audit/record-audit.ts";
import { newLinkText } from "../kernel/links/secret-link.ts";
import { approvalFor } from "../kernel/requests/approval-policy.ts";
import type { RequestRow } from "../kernel/requests/request-kind.ts";
import { type Columns, given, named, partOf, quotedColumns, run, statement } from "../kernel/statement.ts";
import { usernameKeys } from "../kernel/text/identity-key.ts";
import { isUniqueViolation } from "../kernel/unique-violation.ts";
import { openText } from "../kernel/links/end-invitations.ts";
import type { WithLink } from "./find-invitation.ts";
import { invitationEvent, type NewInvitation } from "./new-invitation.ts";

/** What whoever invites needs. */
export const invitingNeeds = "users:edit";

const columns = {
  id: "uuid",
  accountId: "uuid",
  email: "text",
  emailKey: "text",
  asAdministrator: "boolean",
  requestId: "uuid",
  linkId: "uuid",
  createdAt: "timestamptz",
} satisfies Columns & Partial<Record<Prisma.InvitationScalarFieldEnum, string>>;

const invited = partOf("Invitation");
const itsLink = partOf("SecretLink", "link");

interface Plain {
  requesterId: string;
  lease: number;
  invitation: NewInvitation["invitation"] & { requestId: string };
  link: NewInvitation["link"];
  /** User IDs that would be taken for this address. */
  nameKeys: string[];
  audit: GivenAudit;
}

/**
 * Applies the invitation of a Request in one statement where nothing is special about it: its requester may still ask for it
 * and its Account is not sensitive, both held as they are until the commit; nobody has the address as a User, as e-mail or as
 * user ID, or an open invitation; and the Request is still this worker's and not applied. No row comes back where one of these is not so.
 * Whoever becomes a User in the same moment finds that by the invitation, and accepts it as that User.
 */
const invitePlain = statement<Plain, object>(
  (at) => `
    WITH allowed AS MATERIALIZED (
      SELECT account."id" FROM "ConsoleUser" requester, "Account" account
      WHERE requester."id" = ${at("requesterId")}::uuid AND ${mayText("requester", invitingNeeds)}
        AND account."id" = ${at("invitation", "accountId")}::uuid AND account."sensitiveBecause" IS NULL
        AND NOT EXISTS (SELECT FROM "User" WHERE "emailKey" = ${at("invitation", "emailKey")}::text
          OR "usernameKey" = ANY(${at("nameKeys")}::text[]))
        AND NOT EXISTS (
          SELECT FROM "Invitation" WHERE "accountId" = ${at("invitation", "accountId")}::uuid
            AND "emailKey" = ${at("invitation", "emailKey")}::text AND ${openText})
      FOR SHARE OF requester, account),
    applied AS (
      UPDATE "Request" SET "appliedAt" = ${at("invitation", "createdAt")}::timestamptz, "outcome" = 'invited'
      FROM allowed
      WHERE "Request"."id" = ${at("invitation", "requestId")}::uuid AND "lease" = ${at("lease")}::int
        AND "status" = 'queued' AND "appliedAt" IS NULL AND "approvalsNeeded" = 0
      RETURNING "Request"."id"),
    link AS (${newLinkText(at, "link", "applied")}),
    invitation AS (
      INSERT INTO "Invitation" (${named(columns)}) SELECT ${given(at, "invitation", columns)} FROM applied
      RETURNING ${quotedColumns("Invitation")}),
    audit AS (${auditText(at, "applied")})
    SELECT ${invited.select("invitation")}, ${itsLink.select("link")} FROM invitation CROSS JOIN link`,
);

/** Undefined where it has to be looked at more closely: then nothing was changed. */
export async function invitePlainly(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  { invitation, link }: NewInvitation,
): Promise<WithLink | undefined> {
  const { id: requestId, kind, lease, appliedAt, approvalsNeeded } = request;
  const { asAdministrator } = invitation;
  const asked = {
    kind,
    needs: invitingNeeds,
    grantsAdministrator: asAdministrator,
    sensitive: false,
  } as const;
  if (appliedAt || approvalsNeeded > 0 || approvalFor(ctx.approvalPolicy, asked)) return undefined;
  try {
    const [answer] = await run(ctx.db, invitePlain, {
      requesterId: ctx.actor.id,
      lease,
      invitation: { ...invitation, requestId },
      link,
      nameKeys: usernameKeys(invitation.email),
      audit: givenAudit(ctx, invitationEvent(invitation, link, requestId)),
    });
    const [row, rowOfLink] = answer ? [invited.read(answer), itsLink.read(answer)] : [];
    return row && rowOfLink && { ...row, link: rowOfLink };
  } catch (error) {
    // Somebody else invites the same address at this moment: nothing of this was kept.
    if (isUniqueViolation(error)) return undefined;
    throw error;
  }
}
