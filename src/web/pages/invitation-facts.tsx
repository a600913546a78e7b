import { levelOf, levelWords } from "../../core/memberships/level.ts";
import type { OpenInvitation } from "../invitations/load-invitation.ts";
import { Moment } from "../moment.tsx";

/** Who invites whom, to what, at which level. */
export function InvitationFacts({ open }: { open: OpenInvitation }) {
  const { partnerName, inviter, accountName, asAdministrator, email, expiresAt } = open;
  return (
    <section class="facts">
      <h1>
        Join <bdi>{accountName}</bdi>
      </h1>
      <p>
        {inviter && <bdi>{inviter.name}</bdi>}
        {inviter?.ofPartner && " of "}
        {inviter?.ofPartner !== false && <bdi>{partnerName}</bdi>} invites you to this account.
      </p>
      <dl>
        <dt>Account</dt>
        <dd>
          <bdi>{accountName}</bdi>
        </dd>
        <dt>Your level</dt>
        <dd>
          {levelOf(asAdministrator)}
          <p class="aside">{levelWords(asAdministrator)}</p>
        </dd>
        <dt>Your e-mail</dt>
        <dd>
          <bdi>{email}</bdi>
        </dd>
      </dl>
      <p class="aside">
        The link works once, until <Moment at={expiresAt} />.
      </p>
    </section>
  );
}
