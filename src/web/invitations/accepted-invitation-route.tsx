import { acceptedInvitation as findAccepted, type AcceptedInvitation } from "./invitation-route.tsx";
import { partnerName } from "../../core/kernel/names/partner-name.ts";
import type { Route } from "../http/form-route.ts";
import { sendPage, type Page } from "../http/send-page.tsx";
import { levelOf, levelWords } from "../../core/kernel/levels/require-level.ts";
import { Notice } from "../http/errors.tsx";

export const acceptedInvitation: Route = {
  path: "/invitations/accepted",
  async get(c) {
    const [accepted, name] = await Promise.all([findAccepted(c), partnerName(c.var.app)]);
    const facts = { partnerName: name, signIn: c.var.site.path("/sign-in") };
    return sendPage(c, accepted ? acceptedInvitationPage(accepted, facts) : nothingAcceptedPage(facts));
  },
};

/** What has been set up, and where to go from here. */
function acceptedInvitationPage(
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
function nothingAcceptedPage({ partnerName, signIn }: { partnerName: string; signIn: string }): Page {
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
