import { z } from "zod";
import { isActive } from "../console-users/access.ts";
import { nameOf } from "../console-users/console-user-name.ts";
import { letter } from "../mail/letter.ts";
import { defineMailing } from "../mailings/define-mailing.ts";
import { partnerName } from "../partner/partner-name.ts";
import { approvable, mayApprove } from "./approvals.ts";

/** Asks somebody to approve who was never linked to the chat: there is nobody to mention there. */
export const approvalMailing = defineMailing({
  kind: "approval",
  about: z.object({ consoleUserId: z.uuid(), requestId: z.uuid() }),
  async send(app, { id, about: { consoleUserId, requestId } }) {
    const user = await app.db.consoleUser.findUnique({ where: { id: consoleUserId } });
    const request = await app.db.request.findUnique({ where: { id: requestId }, include: approvable });
    if (!user || !isActive(user) || user.chatUserId !== null) return;
    if (request?.status !== "awaitingApproval" || !mayApprove(request, user)) return;
    const { requester, what, reason } = request;
    const [name, asker] = [await partnerName(app), requester ? nameOf(requester) : "Somebody"];
    const content = await letter({
      title: "Your approval is asked for",
      paragraphs: [
        `${asker} asks for ${what ?? request.kind} at ${name}, and you can approve it.`,
        ...(reason ? [`Because: ${reason}`] : []),
        "You decide in Slack, where you are not known yet. Send /cyclr there once, as the Slack user with this address, and open the app’s Home: it waits there for you.",
      ],
      closing: ["Only Console Users who can approve this get this mail."],
    });
    const subject = `${name}: your approval is asked for`;
    await app.mailer.send({ to: user.email, subject, ...content, messageId: `approval-${id}` });
  },
});
