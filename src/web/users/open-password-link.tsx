import { passwordLength, passwordFault } from "../../core/kernel/secrets/password-fault.ts";
import { ErrorSummary, type FieldSpec, FormCard, titled } from "../http/form-card.tsx";
import { Field } from "../http/field.tsx";
import { formTokenField, type Page } from "../http/send-page.tsx";
import { Moment } from "../http/moment.tsx";
import type { App } from "../../core/context.ts";
import { findPasswordLink } from "../../core/users/forgotten-password-mailing.ts";
import { partnerName } from "../../core/kernel/names/partner-name.ts";
import { type SetPasswordForm, setPasswordForm } from "../../core/users/set-password.ts";
import { changePassword } from "../../core/users/change-names.ts";
import { formRoute } from "../http/form-route.ts";
import { count } from "../http/rate-limits.ts";
import { ownPasswordPath } from "../http/admission.ts";
import { userContext } from "../http/signed-in.ts";
import { loadSettings, settingsPage } from "./names.tsx";

const secret = { type: "password", autocomplete: "new-password", minlength: passwordLength.min } as const;

export const passwordHint = `At least ${passwordLength.min} characters, not your user ID or e-mail, and not a common password. A few words in a row are fine.`;

/** A new password, typed twice. */
const newPasswordFields: FieldSpec[] = [
  { name: "password", label: "New password", ...secret, hint: passwordHint },
  { name: "passwordAgain", label: "New password again", ...secret },
];

const fields: FieldSpec[] = [
  { name: "oldPassword", label: "Your password now", type: "password", autocomplete: "current-password" },
  ...newPasswordFields,
];
const names = fields.map(({ name }) => name);

export const ownPassword = formRoute({
  path: ownPasswordPath,
  admits: "settings",
  fields: names,
  secrets: names,
  admit: (c) => count(c.var.limits.passwords, c.var.signedIn?.user.id ?? c.var.client),
  load: loadSettings,
  said: { saved: "Your password is changed, and every other session was ended." },
  page: ({ user, partnerName, site }, draft, token) =>
    settingsPage({
      title: titled("Your password", draft),
      partnerName,
      site,
      at: "/settings/password",
      body: (
        <FormCard
          heading={user.mustChangePassword ? "Choose a password of your own" : "Your password"}
          lead={
            <p>
              {user.mustChangePassword
                ? "You came in with a temporary password. With your own you go on."
                : "Every other session ends when you change it, and a mail tells you that it was changed."}
            </p>
          }
          specs={fields}
          draft={draft}
          token={token}
          button="Change the password"
        />
      ),
    }),
  async send(c, form) {
    const of = (name: string) => form.get(name) ?? "";
    await changePassword(userContext(c), {
      oldPassword: of("oldPassword"),
      password: of("password"),
      passwordAgain: of("passwordAgain"),
    });
    return `${ownPasswordPath}?said=saved`;
  },
});

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

interface OpenPasswordLink {
  state: "open";
  partnerName: string;
  username: string;
  email: string | undefined;
  expiresAt: Date;
}

export interface ClosedPasswordLink {
  state: "unknown" | "used" | "expired";
  partnerName: string;
}

/** What a link's page has to tell. */
export async function loadPasswordLink(
  app: App,
  token: string,
): Promise<OpenPasswordLink | ClosedPasswordLink> {
  const [found, name] = await Promise.all([findPasswordLink(app, token), partnerName(app)]);
  if (!found) return { state: "unknown", partnerName: name };
  const { state, link } = found;
  if (state !== "open") return { state, partnerName: name };
  const { username, email } = link.user;
  return { state, partnerName: name, username, email: email ?? undefined, expiresAt: link.expiresAt };
}

type PasswordField = keyof SetPasswordForm;

/** What is wrong with a form on its way. What was typed is never shown again. */
export interface PasswordDraft {
  errors: Partial<Record<PasswordField, string>>;
  /** What concerns no single field. */
  alert?: string;
}

export function readPasswordForm(form: URLSearchParams): SetPasswordForm {
  return { password: form.get("password") ?? "", passwordAgain: form.get("passwordAgain") ?? "" };
}

/** Everything wrong with the form that can be said without the database. */
export function passwordErrors(
  typed: SetPasswordForm,
  names: (string | undefined)[],
): PasswordDraft["errors"] | undefined {
  const errors: PasswordDraft["errors"] = {};
  const fault = passwordFault(typed.password, names);
  const issues = setPasswordForm.safeParse(typed).error?.issues ?? [];
  for (const { path, message } of issues) errors[path[0] as PasswordField] ??= message;
  if (fault) return { password: fault };
  return issues.length > 0 ? errors : undefined;
}

export function isPasswordField(name: string | undefined): name is PasswordField {
  return name === "password" || name === "passwordAgain";
}
