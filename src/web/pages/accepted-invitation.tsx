import { levelOf, levelWords } from "../../core/memberships/level.ts";
import type { AcceptedInvitation } from "../invitations/accepted-invitation.ts";
import type { Page } from "../send-page.tsx";
import { Notice } from "./notice.tsx";

/** What has been set up, and where to go from here. */
export function acceptedInvitationPage(
  accepted: AcceptedInvitation,
  { partnerName, signIn }: { partnerName: string; signIn: string },
): Page {
  const { username, accountName, asAdministrator } = accepted;
  return {
    title: "Your access is open",
    partnerName,
    body: (
      <Notice heading="Your access is open">
        <dl>
          <dt>Your user ID</dt>
          <dd>
            <bdi>{username}</bdi>
          </dd>
          <dt>Account</dt>
          <dd>
            <bdi>{accountName}</bdi>
          </dd>
          <dt>Your level</dt>
          <dd>
            {levelOf(asAdministrator)}
            <p class="aside">{levelWords(asAdministrator)}</p>
          </dd>
        </dl>
        <h2>What next</h2>
        <p>Sign in with this user ID and your password.</p>
        <a class="button" href={signIn}>
          Sign in
        </a>
      </Notice>
    ),
  };
}

/** The same address, opened later or in another browser. */
export function nothingAcceptedPage({ partnerName, signIn }: { partnerName: string; signIn: string }): Page {
  return {
    title: "Nothing more to see here",
    partnerName,
    body: (
      <Notice heading="Nothing more to see here">
        <p>If you have accepted an invitation, your access is open and all is done.</p>
        <p>If you have not accepted it yet, open the link in the mail.</p>
        <a class="button" href={signIn}>
          Sign in
        </a>
      </Notice>
    ),
  };
}
