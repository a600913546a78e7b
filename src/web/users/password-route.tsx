import type { App } from "../../core/context.ts";
import { ownerName } from "../http/owner.ts";
import { passwordFault, passwordLength } from "../../core/kernel/secrets/password-fault.ts";
import { findUserLink } from "../../core/users/forgotten-password-mailing.ts";
import { setPassword, type SetPasswordForm, setPasswordForm } from "../../core/users/set-password.ts";
import { Fields, type FieldSpec } from "../http/form-card.tsx";
import { type Draft, type Route, tokenOf } from "../http/form-route.ts";
import { closedBy, FormErrors, linkPage, noticePage, Sentences } from "../http/link-page.tsx";
import { Moment } from "../http/moment.tsx";
import { sendPage } from "../http/send-page.tsx";

export const passwordHint = `At least ${passwordLength.min} characters, not your user ID or e-mail, and not a common password. A few words in a row are fine.`;

/** A password, typed twice. */
export const passwordFields = ({ label = "Password", hint = passwordHint } = {}): FieldSpec[] => {
  const secret = { type: "password", autocomplete: "new-password", minlength: passwordLength.min } as const;
  return [
    { name: "password", label, ...secret, hint },
    { name: "passwordAgain", label: `${label} again`, ...secret },
  ];
};

export function readPasswordForm(form: URLSearchParams): SetPasswordForm {
  return { password: form.get("password") ?? "", passwordAgain: form.get("passwordAgain") ?? "" };
}

/** Throws everything that is wrong with two new passwords and can be said without the database. */
export function requirePasswords(typed: SetPasswordForm, names: (string | undefined)[]): void {
  const fault = passwordFault(typed.password, names);
  if (fault) throw new FormErrors({ password: fault });
  const issues = setPasswordForm.safeParse(typed).error?.issues ?? [];
  const errors: Draft["errors"] = {};
  for (const { path, message } of issues) errors[String(path[0])] ??= message;
  if (issues.length > 0) throw new FormErrors(errors);
}

type PasswordLink =
  | { state: "open"; username: string; email: string | undefined; expiresAt: Date }
  | { state: "unknown" | "used" | "expired" };

async function load(app: App, token: string): Promise<PasswordLink> {
  const found = await findUserLink(app, "password", token);
  if (!found || found.state === "revoked") return { state: "unknown" };
  const { state, link, user } = found;
  const { username, email } = user;
  return state === "open"
    ? { state, username, email: email ?? undefined, expiresAt: link.expiresAt }
    : { state };
}

/** A link with which somebody sets a password. */
export const password = linkPage({
  path: "/passwords/:token",
  load,
  closed({ state }, partnerName) {
    const { sentence, ...rest } = closed[state];
    const askForNew = `If you cannot sign in, or it was not you, ask your contact at ${partnerName} for a new link.`;
    return closedBy({ ...rest, sentences: [sentence, askForNew] });
  },
  page: ({ username, email, expiresAt }, draft, partnerName) => ({
    title: "Set your password",
    fields: passwordFields(),
    facts: (
      <>
        <h1>Set your password</h1>
        <p>
          You need it to sign in at <bdi>{partnerName}</bdi>.
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
      </>
    ),
    form: (
      <>
        <h2>Choose a password</h2>
        <Fields specs={passwordFields()} draft={draft} />
        <button type="submit">Set the password</button>
      </>
    ),
  }),
  async send(c, body, { username, email }) {
    const form = readPasswordForm(body);
    requirePasswords(form, [username, email]);
    const ctx = { ...c.var.app, actor: { kind: "invitee", name: username, surface: "web" } } as const;
    await setPassword(ctx, { token: tokenOf(c), form });
    return passwordSet.path;
  },
});

const closed = {
  unknown: {
    status: 404,
    title: "This link does not work",
    sentence:
      "It may have been cut off on its way, or a newer mail has replaced it. Open the link in the latest mail.",
  },
  used: {
    status: 410,
    title: "This link was used",
    sentence: "A link works once, and this one has set a password. If that was you, all is done: sign in.",
  },
  expired: { status: 410, title: "This link has expired", sentence: "Its time is over." },
} as const;

/** The same for everybody who opens it, so that it tells nobody whose password was set. */
export const passwordSet: Route = {
  path: "/passwords/set",
  async get(c) {
    const body = (
      <>
        <Sentences
          of={["If you have just set it, all is done.", "Sign in with your user ID and this password."]}
        />
        <a class="button" href={c.var.site.path("/sign-in")}>
          Sign in
        </a>
      </>
    );
    return sendPage(c, noticePage("Your password is set", body, await ownerName(c)));
  },
};
