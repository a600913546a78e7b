import { z } from "@hono/zod-openapi";
import { readPartnerAccount } from "../../core/accounts/accounts-of-partner.ts";
import { invitationState } from "../../core/invitations/find-invitation.ts";
import {
  holdInvitation,
  type InvitationOfPartner,
  invitationStates,
  invitePartnerUser,
  invitePartnerUsers,
  listPartnerInvitations,
  readPartnerInvitation,
  resendPartnerInvitation,
} from "../../core/invitations/invitations-of-partner.ts";
import { inviteUserForm, inviteUserRequest } from "../../core/invitations/invite-user-request.ts";
import { invitedAtMost } from "../../core/invitations/read-address-file.ts";
import { resendInvitationRequest } from "../../core/invitations/resend-invitation.ts";
import { revokeInvitationRequest } from "../../core/invitations/revoke-invitation.ts";
import { changeAtOnce } from "../../core/kernel/requests/change-at-once.ts";
import { levelOf } from "../../core/kernel/levels/require-level.ts";
import { resolveForPrograms } from "../../core/kernel/text/command-hint.ts";
import { checkInput } from "../../core/kernel/text/check-input.ts";
import { wishFor } from "../../core/requests/ask-people.ts";
import { type Call, partnerRoute } from "../http/api-route.ts";
import { answerCursor, cursorPage, cursorQuery, cutPage, readCursor } from "../http/cursor-list.ts";
import { idInPath } from "../http/id-in-path.ts";
import { jsonObject, text } from "../http/json-schemas.ts";
import { inPath } from "../http/path-errors.ts";
import { levelJson } from "../memberships/membership-json.ts";

const tag = "Invitations";
const path = "/v1.0/invitations/{id}";

const invitationJson = z
  .strictObject({
    Id: z.uuid(),
    Email: z.string(),
    AccountId: z.string(),
    AccountName: z.string(),
    Level: levelJson,
    State: z.enum(invitationStates),
    CreatedAt: z.iso.datetime(),
    ExpiresAt: z.iso.datetime().openapi({ description: "Until then the link works, once." }),
    MailedAt: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "When the mail server took the latest link; null: it is still to go out." }),
    AcceptedAt: z.iso.datetime().nullable(),
    AcceptedByUserId: z.uuid().nullable(),
    RevokedAt: z.iso.datetime().nullable(),
  })
  .openapi("Invitation");

function show(invitation: InvitationOfPartner, now: Date): z.input<typeof invitationJson> {
  const { account, link } = invitation;
  return {
    Id: invitation.id,
    Email: invitation.email,
    AccountId: account.apiId,
    AccountName: account.name,
    Level: levelOf(invitation.asAdministrator),
    State: invitationState(invitation, now),
    CreatedAt: invitation.createdAt.toISOString(),
    ExpiresAt: link.expiresAt.toISOString(),
    MailedAt: link.handedOverAt?.toISOString() ?? null,
    AcceptedAt: invitation.acceptedAt?.toISOString() ?? null,
    AcceptedByUserId: invitation.acceptedById,
    RevokedAt: invitation.revokedAt?.toISOString() ?? null,
  };
}

type OneCall = Pick<Call<{ id: string }, unknown, unknown>, "ctx" | "params">;

async function answerOne({ ctx, params: { id } }: OneCall) {
  return { body: show(await readPartnerInvitation(ctx, id), ctx.clock()) };
}

export const listInvitationsRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/invitations",
    tag,
    needs: "users:view",
    summary: "The invitations, the newest first; of one Account, address or state where that is given",
    query: cursorQuery({
      AccountId: text.max(200).optional(),
      Email: text.max(400).optional(),
      State: z.enum(invitationStates).optional(),
    }),
    answer: cursorPage(invitationJson, "Invitations"),
  },
  async (call) => {
    const { take, after: before } = readCursor(call, z.uuid());
    const { AccountId: account, Email: email, State: state } = call.query;
    const asked = { account, email, state, before, take: take + 1 };
    const found = await listPartnerInvitations(call.ctx, asked);
    const now = call.ctx.clock();
    return answerCursor(
      call,
      cutPage(found, take, ({ id }) => id),
      (row) => show(row, now),
    );
  },
);

export const readInvitationRoute = partnerRoute(
  {
    method: "get",
    path,
    tag,
    needs: "users:view",
    summary: "One invitation",
    params: idInPath,
    answer: invitationJson,
  },
  answerOne,
);

const outcomes = {
  Outcome: z
    .enum(["invited", "added"])
    .openapi({ description: "added: the address has a User, who is a member now; a notice is mailed." }),
  Invitation: invitationJson.nullable(),
};

export const inviteRoute = partnerRoute(
  {
    method: "post",
    path: "/v1.0/accounts/{id}/invitations",
    tag,
    operationId: "inviteUser",
    needs: "users:edit",
    summary:
      "Invite an address to an Account; one that has a User becomes a member at once. As Administrator it answers 403 approval-needed where people have to approve it",
    params: idInPath,
    body: jsonObject({ Email: text, Level: levelJson.optional() }).openapi("NewInvitation"),
    status: 201,
    answer: z.strictObject(outcomes).openapi("InvitationGiven"),
    conflict: "The address has an open invitation, or is a member's.",
    asks: async ({ ctx, params, body: { Email: email, Level } }) => {
      const { id: accountId } = await readPartnerAccount(ctx, params.id);
      const given = { accountId, email, asAdministrator: Level === "Administrator" };
      return wishFor(inviteUserRequest, checkInput(inviteUserForm, given));
    },
  },
  async ({ ctx, params, body: { Email: email, Level } }) => {
    const account = await readPartnerAccount(ctx, params.id);
    const asked = { email, asAdministrator: Level === "Administrator" };
    const { outcome, invitationId } = await inPath(["accountId"], invitePartnerUser(ctx, account, asked));
    const found = invitationId === null ? null : await readPartnerInvitation(ctx, invitationId);
    const Outcome = outcome === "added" ? ("added" as const) : ("invited" as const);
    return { body: { Outcome, Invitation: found && show(found, ctx.clock()) } };
  },
);

const bulkResult = z
  .strictObject({
    Email: z.string(),
    AccountId: z.string(),
    Level: levelJson,
    Outcome: z.enum(["invited", "added", "refused", "approval-needed"]),
    InvitationId: z.uuid().nullable(),
    Message: z.string().nullable().openapi({ description: "Why not." }),
  })
  .openapi("InvitationResult");

export const inviteManyRoute = partnerRoute(
  {
    method: "post",
    path: "/v1.0/invitations",
    tag,
    operationId: "inviteUsers",
    needs: "users:edit",
    summary:
      "Invite many addresses, each to an Account of its own. Each is invited by itself, and the answer says of each, in the order given, what came of it; a repeat does nothing twice",
    body: jsonObject({
      Invitations: z
        .array(jsonObject({ Email: text.max(400), AccountId: text.max(200), Level: levelJson.optional() }))
        .min(1)
        .max(invitedAtMost, `Send at most ${invitedAtMost} at once.`),
    }).openapi("NewInvitations"),
    largestBody: 4 * 1024 * 1024,
    answer: z.strictObject({ Data: z.array(bulkResult) }).openapi("InvitationResults"),
  },
  async ({ ctx, body: { Invitations } }) => {
    const rows = Invitations.map(({ Email: email, AccountId: account, Level }) => ({
      email,
      account,
      asAdministrator: Level === "Administrator",
    }));
    const results = await invitePartnerUsers(ctx, rows);
    const Data = results.map(({ email, account, asAdministrator, outcome, invitationId, message }) => ({
      Email: email,
      AccountId: account,
      Level: levelOf(asAdministrator),
      Outcome: outcome,
      InvitationId: invitationId,
      Message: message === null ? null : resolveForPrograms(message),
    }));
    return { body: { Data } };
  },
);

export const resendInvitationRoute = partnerRoute(
  {
    method: "post",
    path: `${path}/resend`,
    tag,
    needs: "users:edit",
    summary:
      "Mail a new link, good for seven days; the earlier one is dead. Three times in ten minutes at most",
    params: idInPath,
    answer: invitationJson,
    conflict: "It was accepted, revoked or replaced, or sent again three times within ten minutes.",
    asks: ({ params }) => wishFor(resendInvitationRequest, { invitationId: params.id }),
  },
  async (call) => {
    const { id } = await readPartnerInvitation(call.ctx, call.params.id);
    await inPath(["email"], resendPartnerInvitation(call.ctx, id));
    return answerOne(call);
  },
);

export const revokeInvitationRoute = partnerRoute(
  {
    method: "delete",
    path,
    tag,
    operationId: "revokeInvitation",
    needs: "users:edit",
    summary: "Revoke an invitation that nobody has used: its link is dead",
    params: idInPath,
    hold: (tx, { id }) => holdInvitation(tx, id),
    answer: invitationJson,
    conflict: "It was accepted, or revoked before.",
    asks: ({ params }) => wishFor(revokeInvitationRequest, { invitationId: params.id }),
  },
  async (call) => {
    const { id: invitationId } = await readPartnerInvitation(call.ctx, call.params.id);
    await inPath(["email"], changeAtOnce(call.ctx, revokeInvitationRequest, { invitationId }));
    return answerOne(call);
  },
);
