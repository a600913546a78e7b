import { z } from "zod";
import { systemActor } from "../audit/system-actor.ts";
import { defineMailing } from "../mailings/define-mailing.ts";
import { sendMembershipNotice } from "./send-membership-notice.ts";

/** Tells somebody whom an Administrator invited, and who has a user already, that one more Account is open. */
export const membershipMailing = defineMailing({
  kind: "membership",
  about: z.object({ accountId: z.uuid(), email: z.string(), asAdministrator: z.boolean() }),
  async send(app, { id, about: { accountId, email, asAdministrator } }) {
    const account = await app.db.account.findUnique({ where: { id: accountId } });
    if (!account) return;
    const notice = { email, account, asAdministrator, messageId: `membership-${id}` };
    await sendMembershipNotice({ ...app, actor: systemActor }, notice);
  },
});
