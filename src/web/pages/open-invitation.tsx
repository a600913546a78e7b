import { ErrorSummary } from "../error-summary.tsx";
import { formTokenField } from "../form-token.ts";
import type { AcceptDraft } from "../invitations/accept-draft.ts";
import type { OpenInvitation } from "../invitations/load-invitation.ts";
import { errorsOf, Passwords } from "../passwords/open-password-link.tsx";
import type { Page } from "../send-page.tsx";
import { InvitationFacts } from "./invitation-facts.tsx";
import { fieldErrors, NewUserFields } from "./new-user-fields.tsx";

/** An invitation that can be accepted: by choosing a user ID and a password, or as the user that there is. */
export function openInvitationPage(open: OpenInvitation, draft: AcceptDraft, formToken: string): Page {
  const { username, choosesPassword, accountName, partnerName } = open;
  const errors = username === undefined ? fieldErrors(draft.errors) : choosesPassword ? errorsOf(draft) : [];
  const faulty = errors.length > 0 || draft.alert !== undefined;
  const lead = draft.alert ?? (errors.length === 1 ? "One thing to put right:" : "Some things to put right:");
  return {
    title: `${faulty ? "Please check: " : ""}Join ${accountName}`,
    partnerName,
    body: (
      <>
        {faulty && <ErrorSummary lead={lead} errors={errors} />}
        <div class="card split">
          <InvitationFacts open={open} />
          <form method="post" novalidate>
            <input type="hidden" name={formTokenField} value={formToken} />
            {username === undefined ? (
              <NewUser draft={draft} />
            ) : choosesPassword ? (
              <NewPassword username={username} draft={draft} />
            ) : (
              <KnownUser username={username} />
            )}
          </form>
        </div>
      </>
    ),
  };
}

function KnownUser({ username }: { username: string }) {
  return (
    <>
      <h2>You already have a user</h2>
      <p>
        <bdi>{username}</bdi> gains access to this account. Your password stays as it is.
      </p>
      <button type="submit">
        Accept as <bdi>{username}</bdi>
      </button>
    </>
  );
}

/** Somebody else made the user, and may know its password. */
function NewPassword({ username, draft }: { username: string; draft: AcceptDraft }) {
  return (
    <>
      <h2>Choose a new password</h2>
      <p>
        You already have the user <bdi>{username}</bdi>, which somebody else may have set up for you. You need
        a password that only you know, since you become an Administrator. The old one stops working.
      </p>
      <Passwords errors={draft.errors} />
      <button type="submit">
        Accept as <bdi>{username}</bdi>
      </button>
    </>
  );
}

function NewUser({ draft }: { draft: AcceptDraft }) {
  return (
    <>
      <h2>Choose how you sign in</h2>
      <NewUserFields draft={draft} />
      <button type="submit">Accept the invitation</button>
    </>
  );
}
