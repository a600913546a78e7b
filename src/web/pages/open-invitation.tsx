import { passwordLength } from "../../core/secrets/password-fault.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { formTokenField } from "../form-token.ts";
import type { AcceptDraft } from "../invitations/accept-draft.ts";
import type { OpenInvitation } from "../invitations/load-invitation.ts";
import type { Page } from "../send-page.tsx";
import { InvitationFacts } from "./invitation-facts.tsx";

/** An invitation that can be accepted: by choosing a user ID and a password, or as the user that there is. */
export function openInvitationPage(open: OpenInvitation, draft: AcceptDraft, formToken: string): Page {
  const faulty = draft.alert !== undefined || Object.keys(draft.errors).length > 0;
  return {
    title: `${faulty ? "Please check: " : ""}Join ${open.accountName}`,
    partnerName: open.partnerName,
    body: (
      <div class="card split">
        <InvitationFacts open={open} />
        <form method="post" novalidate>
          <input type="hidden" name={formTokenField} value={formToken} />
          {open.username === undefined ? (
            <NewUser draft={draft} />
          ) : (
            <KnownUser username={open.username} alert={draft.alert} />
          )}
        </form>
      </div>
    ),
  };
}

function KnownUser({ username, alert }: { username: string; alert: string | undefined }) {
  return (
    <>
      {alert && <ErrorSummary lead={alert} errors={[]} />}
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

function NewUser({ draft: { values, errors, alert } }: { draft: AcceptDraft }) {
  const found = labels.flatMap(([field, label]) => {
    const sentence = errors[field];
    return sentence ? [{ field, label, sentence }] : [];
  });
  const lead = alert ?? (found.length === 1 ? "One thing to put right:" : "Some things to put right:");
  return (
    <>
      {(alert ?? found[0]) && <ErrorSummary lead={lead} errors={found} />}
      <h2>Choose how you sign in</h2>
      <Field
        name="username"
        label="User ID"
        value={values.username}
        autocomplete="username"
        hint="What you sign in with. Your own e-mail will do; else letters, digits and . _ @ + - only."
        error={errors.username}
      />
      <Field
        name="firstName"
        label="First name"
        value={values.firstName}
        autocomplete="given-name"
        optional
        error={errors.firstName}
      />
      <Field
        name="lastName"
        label="Last name"
        value={values.lastName}
        autocomplete="family-name"
        optional
        error={errors.lastName}
      />
      <Field
        name="password"
        label="Password"
        type="password"
        autocomplete="new-password"
        minlength={passwordLength.min}
        hint={`At least ${passwordLength.min} characters, not your user ID or e-mail, and not a common password. A few words in a row are fine.`}
        error={errors.password}
      />
      <Field
        name="passwordAgain"
        label="Password again"
        type="password"
        autocomplete="new-password"
        minlength={passwordLength.min}
        error={errors.passwordAgain}
      />
      <button type="submit">Accept the invitation</button>
    </>
  );
}

const labels = [
  ["username", "User ID"],
  ["firstName", "First name"],
  ["lastName", "Last name"],
  ["password", "Password"],
  ["passwordAgain", "Password again"],
] as const;
