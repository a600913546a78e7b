import { Moment } from "../http/moment.tsx";
import type { Closed } from "../http/link-page.tsx";
import type { App } from "../../core/context.ts";
import { zoneOfAccount } from "../../core/kernel/time/account-zone.ts";
import { type FoundInvitation, findInvitation } from "../../core/invitations/find-invitation.ts";
import { type Inviter, inviterOf } from "../../core/invitations/send-invitation.ts";

/** A link that cannot be accepted, or not now: why, and what to do. */
export function closedInvitation(closed: ClosedInvitation, partnerName: string): Closed {
  return { status: statuses[closed.state], ...pages[closed.state]({ ...closed, partnerName }) };
}

const statuses = { unknown: 404, accepted: 410, expired: 410, revoked: 410, suspended: 403 } as const;

type Told = ClosedInvitation & { partnerName: string };

const pages = {
  unknown: ({ partnerName }: Told) => ({
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
  accepted: ({ partnerName, accountName }: Told) => ({
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
  expired: ({ partnerName, accountName, expiresAt }: Told) => ({
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
  revoked: ({ partnerName, accountName }: Told) => ({
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
  suspended: ({ partnerName, accountName, expiresAt }: Told) => ({
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
  accountName: string;
  expiresAt: Date;
  /** The Account's. */
  timeZone?: string;
}

export interface OpenInvitation extends Facts {
  state: "open";
  id: string;
  inviter: Inviter | undefined;
  email: string;
  asAdministrator: boolean;
  username: string | undefined;
  choosesPassword: boolean;
}

interface ClosedInvitation extends Facts {
  state: "unknown" | "accepted" | "expired" | "revoked" | "suspended";
}

/** What a link's page has to tell. */
export async function loadInvitation(app: App, token: string): Promise<OpenInvitation | ClosedInvitation> {
  const found = await findInvitation(app, token);
  if (!found) return { state: "unknown", accountName: "", expiresAt: app.clock() };
  const { id, account, link, email, asAdministrator } = found.invitation;
  const timeZone = await zoneOfAccount(app, account);
  const facts = { accountName: account.name, expiresAt: link.expiresAt, timeZone };
  const state = closedState(found);
  if (state) return { ...facts, state };
  const inviter = await inviterOf(app, found.invitation);
  return {
    ...facts,
    state: "open",
    id,
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
