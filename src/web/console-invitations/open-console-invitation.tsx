import { ErrorSummary } from "../error-summary.tsx";
import { formTokenField } from "../form-token.ts";
import { Moment } from "../moment.tsx";
import type { Page } from "../send-page.tsx";
import type { AcceptConsoleDraft } from "./accept-console-draft.ts";
import { ConsoleUserFields, consoleFieldErrors } from "./console-user-fields.tsx";
import type { OpenConsoleInvitation } from "./load-console-invitation.ts";

/** An invitation to the Partner Console that can be accepted, by setting a name and a password. */
export function openConsoleInvitationPage(
  open: OpenConsoleInvitation,
  draft: AcceptConsoleDraft,
  formToken: string,
): Page {
  const errors = consoleFieldErrors(draft.errors);
  const faulty = errors.length > 0 || draft.alert !== undefined;
  const lead = draft.alert ?? (errors.length === 1 ? "One thing to put right:" : "Some things to put right:");
  return {
    title: `${faulty ? "Please check: " : ""}Join the Partner Console`,
    partnerName: open.partnerName,
    body: (
      <>
        {faulty && <ErrorSummary lead={lead} errors={errors} />}
        <div class="card split">
          <Facts open={open} />
          <form method="post" novalidate>
            <input type="hidden" name={formTokenField} value={formToken} />
            <h2>Your name and password</h2>
            <ConsoleUserFields draft={draft} />
            <button type="submit">Accept the invitation</button>
          </form>
        </div>
      </>
    ),
  };
}

function Facts({ open }: { open: OpenConsoleInvitation }) {
  const { partnerName, inviterName, email, access, expiresAt } = open;
  return (
    <section class="facts">
      <h1>Join the Partner Console</h1>
      <p>
        {inviterName && (
          <>
            <bdi>{inviterName}</bdi> of{" "}
          </>
        )}
        <bdi>{partnerName}</bdi> invites you to its Partner Console.
      </p>
      <dl>
        <dt>What you may do</dt>
        <dd>{access}</dd>
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
