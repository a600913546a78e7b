import { z } from "zod";
import { systemActor } from "../audit/system-actor.ts";
import { defineMailing } from "../mailings/define-mailing.ts";
import { inviterOf } from "./inviter.ts";
import { sendInvitation } from "./send-invitation.ts";

/** The mail of an Invitation that an Administrator of the Account has made, or sends again. */
export const invitationMailing = defineMailing({
  kind: "invitation",
  about: z.object({ invitationId: z.uuid() }),
  async send(app, { id, about: { invitationId } }) {
    const invitation = await app.db.invitation.findUnique({ where: { id: invitationId } });
    if (!invitation || invitation.acceptedAt || invitation.revokedAt) return;
    const inviter = await inviterOf(app, invitation);
    const record = (now: Date) => app.db.mailing.updateMany({ where: { id }, data: { sentAt: now } });
    await sendInvitation({ ...app, actor: systemActor }, invitationId, {
      inviterName: inviter?.ofPartner ? inviter.name : "",
      record,
    });
  },
});
