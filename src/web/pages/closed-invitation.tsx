import type { ClosedInvitation } from "../invitations/load-invitation.ts";
import { Moment } from "../moment.tsx";
import type { Page } from "../send-page.tsx";
import { Notice } from "./notice.tsx";

/** A link that cannot be accepted, or not now: why, and what to do. */
export function closedInvitationPage(closed: ClosedInvitation): Page {
  const { title, body } = pages[closed.state](closed);
  const { partnerName } = closed;
  return { title, partnerName, body: <Notice heading={title}>{body}</Notice> };
}

const pages = {
  unknown: ({ partnerName }: ClosedInvitation) => ({
    title: "This link does not work",
    body: (
      <>
        <p>It may have been cut off on its way, or a newer mail has replaced it.</p>
        <p>
          Open the link in the latest invitation mail. If that does not help,{" "}
          <AskForNew partnerName={partnerName} />
        </p>
      </>
    ),
  }),
  accepted: ({ partnerName, accountName }: ClosedInvitation) => ({
    title: "This invitation was used",
    body: (
      <>
        <p>
          A link works once, and this one has already opened the account <bdi>{accountName}</bdi>.
        </p>
        <p>If that was you, all is done: sign in with the user ID and the password that you chose.</p>
        <p>
          If it was not you, tell your contact at <bdi>{partnerName}</bdi> now.
        </p>
      </>
    ),
  }),
  expired: ({ partnerName, accountName, expiresAt }: ClosedInvitation) => ({
    title: "This invitation has expired",
    body: (
      <>
        <p>
          The invitation to <bdi>{accountName}</bdi> was open until <Moment at={expiresAt} />.
        </p>
        <p>
          You can still join: <AskForNew partnerName={partnerName} />
        </p>
      </>
    ),
  }),
  revoked: ({ partnerName, accountName }: ClosedInvitation) => ({
    title: "This invitation was withdrawn",
    body: (
      <>
        <p>
          The invitation to <bdi>{accountName}</bdi> is no longer open. Nothing was changed for you.
        </p>
        <p>
          If you still need access, <AskForNew partnerName={partnerName} />
        </p>
      </>
    ),
  }),
  suspended: ({ partnerName, accountName, expiresAt }: ClosedInvitation) => ({
    title: "This account is suspended",
    body: (
      <>
        <p>
          Nobody can join <bdi>{accountName}</bdi> at the moment. Your invitation was not used up.
        </p>
        <p>
          Ask your contact at <bdi>{partnerName}</bdi> when it opens again. Until <Moment at={expiresAt} />{" "}
          this link will then work as before.
        </p>
      </>
    ),
  }),
};

function AskForNew({ partnerName }: { partnerName: string }) {
  return (
    <>
      ask your contact at <bdi>{partnerName}</bdi> for a new invitation.
    </>
  );
}
