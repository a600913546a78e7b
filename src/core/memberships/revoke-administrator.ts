import { hint } from "../kernel/text/command-hint.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { lockAccount } from "../kernel/levels/load-account.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { defineChange } from "../kernel/requests/define-change.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { revokeSentInvitations, sentInvitationWords } from "../users/sent-invitations.ts";
import { auditedStanding, levelAt, standingAt } from "../kernel/levels/require-level.ts";
import { endDueGrants, endGrants, otherAdministrators } from "./record-grant-end.ts";
import { findMembership, membershipFields } from "./suspend-membership.ts";
import { membershipInput } from "./end-grant.ts";

/** Takes the level Administrator from a member, who keeps Access. Ends every grant that is active or to come. */
export const revokeAdministratorRequest = defineChange({
  kind: "revoke-admin",
  input: membershipInput,
  needs: "users:edit",
  undo: `${hint("grant-admin")} gives Administrator back.`,

  async plan(ctx, input) {
    const now = ctx.clock();
    const { user, account, grants } = await findMembership(ctx.db, input);
    const is = levelAt(grants, now) === "Administrator";
    const others = await otherAdministrators(ctx.db, input, now);
    const effect = is
      ? `${user.username} goes from Administrator to Access on ${accountLabel(account)}, and can no longer change its settings or invite.`
      : `${user.username} is no Administrator of ${accountLabel(account)}: nothing would change.`;
    return {
      accountId: account.id,
      dedupeKey: `revoke-level:${user.id}:${account.id}`,
      what: `taking Administrator of ${accountLabel(account)} from ${user.username}`,
      effects: [effect],
      warnings: [
        ...(is && others === 0 ? [`${accountLabel(account)} is left without an Administrator.`] : []),
        ...(await sentInvitationWords(ctx.db, { ...input, username: user.username }, now)),
      ],
      needsConfirmation: is,
    };
  },

  change: {
    before: (app, input) => endDueGrants(app, { membership: input }),
    async apply(ctx, tx, after, input, { requestId }) {
      const now = ctx.clock();
      // One at a time in an Account, so that none misses that the last Administrator goes.
      await lockAccount(tx, input.accountId);
      const { id, user, grants } = await findMembership(tx, input);
      const was = standingAt(grants, now);
      await endGrants(tx, after, [id], { now, by: ctx.actor.name });
      const because = `${user.username}, who sent it, is no longer Administrator`;
      await revokeSentInvitations(tx, ctx, { ...input, requestId, now, because });
      if (was.level === "Access") return "already";
      const last = (await otherAdministrators(tx, input, now)) === 0;
      await recordAudit(tx, ctx, {
        action: "administrator-revoked",
        subject: { kind: "user", id: user.id, name: user.username },
        accountId: input.accountId,
        requestId,
        before: auditedStanding(was),
        after: { level: "Access" },
      });
      return last ? "revoked-last" : "revoked";
    },
  },

  async card(app, request, input) {
    const notes: Record<string, string> = {
      revoked: "Administrator before, Access now.",
      "revoked-last": "Administrator before, Access now. The Account has no Administrator any more.",
    };
    return standardCard(app, request, {
      noun: "Administrator revocation",
      fields: await membershipFields(app, request, input.userId),
      done: request.outcome === "already" ? "Not an Administrator" : "Administrator revoked",
      note: notes[request.outcome ?? ""] ?? "There was nothing to change.",
    });
  },
});
