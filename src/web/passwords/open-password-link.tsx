import { passwordLength } from "../../core/secrets/password-fault.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { formTokenField } from "../form-token.ts";
import { Moment } from "../moment.tsx";
import type { Page } from "../send-page.tsx";
import { passwordHint } from "./new-password-fields.ts";
import type { OpenPasswordLink } from "./load-password-link.ts";
import type { PasswordDraft } from "./password-draft.ts";

const labels = { password: "Password", passwordAgain: "Password again" } as const;

/** A link with which somebody sets a password. */
export function openPasswordLinkPage(open: OpenPasswordLink, draft: PasswordDraft, formToken: string): Page {
  const errors = errorsOf(draft);
  const faulty = errors.length > 0 || draft.alert !== undefined;
  const lead = draft.alert ?? (errors.length === 1 ? "One thing to put right:" : "Some things to put right:");
  return {
    title: `${faulty ? "Please check: " : ""}Set your password`,
    partnerName: open.partnerName,
    body: (
      <>
        {faulty && <ErrorSummary lead={lead} errors={errors} />}
        <div class="card split">
          <Facts open={open} />
          <form method="post" novalidate>
            <input type="hidden" name={formTokenField} value={formToken} />
            <h2>Choose a password</h2>
            <Passwords errors={draft.errors} />
            <button type="submit">Set the password</button>
          </form>
        </div>
      </>
    ),
  };
}

function Facts({ open: { partnerName, username, email, expiresAt } }: { open: OpenPasswordLink }) {
  return (
    <section class="facts">
      <h1>Set your password</h1>
      <p>
        With it you sign in at <bdi>{partnerName}</bdi>.
      </p>
      <dl>
        <dt>Your user ID</dt>
        <dd>
          <bdi>{username}</bdi>
        </dd>
        {email && (
          <>
            <dt>Your e-mail</dt>
            <dd>
              <bdi>{email}</bdi>
            </dd>
          </>
        )}
      </dl>
      <p class="aside">
        The link works once, until <Moment at={expiresAt} />.
      </p>
    </section>
  );
}

/** A new password, typed twice. */
export function Passwords({ errors }: Pick<PasswordDraft, "errors">) {
  const secret = { type: "password", autocomplete: "new-password", minlength: passwordLength.min } as const;
  return (
    <>
      <Field
        name="password"
        label={labels.password}
        error={errors.password}
        {...secret}
        hint={passwordHint}
      />
      <Field name="passwordAgain" label={labels.passwordAgain} error={errors.passwordAgain} {...secret} />
    </>
  );
}

export function errorsOf({ errors }: Pick<PasswordDraft, "errors">) {
  return (["password", "passwordAgain"] as const).flatMap((field) => {
    const sentence = errors[field];
    return sentence ? [{ field, label: labels[field], sentence }] : [];
  });
}
