import { Moment } from "../http/moment.tsx";
import type { Page } from "../http/send-page.tsx";
import { Notice } from "../http/errors.tsx";
import type { App } from "../../core/context.ts";
import { type FoundInvitation, findInvitation } from "../../core/invitations/find-invitation.ts";
import { type Inviter, inviterOf } from "../../core/invitations/send-invitation.ts";
import { partnerName } from "../../core/kernel/names/partner-name.ts";

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

interface Facts {
  partnerName: string;
  accountName: string;
  expiresAt: Date;
}

export interface OpenInvitation extends Facts {
  state: "open";
  inviter: Inviter | undefined;
  email: string;
  asAdministrator: boolean;
  username: string | undefined;
  choosesPassword: boolean;
}

export interface ClosedInvitation extends Facts {
  state: "unknown" | "accepted" | "expired" | "revoked" | "suspended";
}

/** What a link's page has to tell. */
export async function loadInvitation(app: App, token: string): Promise<OpenInvitation | ClosedInvitation> {
  const [found, name] = await Promise.all([findInvitation(app, token), partnerName(app)]);
  if (!found) return { state: "unknown", partnerName: name, accountName: "", expiresAt: app.clock() };
  const { account, expiresAt, email, asAdministrator } = found.invitation;
  const facts = { partnerName: name, accountName: account.name, expiresAt };
  const state = closedState(found);
  if (state) return { ...facts, state };
  const inviter = await inviterOf(app, found.invitation);
  return {
    ...facts,
    state: "open",
    inviter,
    email,
    asAdministrator,
    username: found.username,
    choosesPassword: found.choosesPassword,
  };
}

function closedState({ state, invitation }: FoundInvitation): ClosedInvitation["state"] | undefined {
  if (state !== "open") return state;
  return invitation.account.suspendedAt ? "suspended" : undefined;
}
