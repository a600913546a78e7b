import {
  acceptInvitation,
  type AcceptInvitationForm,
  acceptInvitationForm,
} from "../../core/invitations/accept-invitation.ts";
import { levelOf, levelWords } from "../../core/kernel/levels/require-level.ts";
import { ownerName } from "../http/owner.ts";
import { passwordFault } from "../../core/kernel/secrets/password-fault.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { identityKey } from "../../core/kernel/text/identity-key.ts";
import { signIn } from "../../core/users/sign-in.ts";
import { browserOf, rememberSession } from "../http/admission.ts";
import { digest } from "../http/digest.ts";
import { Fields, type FieldSpec } from "../http/form-card.tsx";
import { type Draft, type Route, tokenOf } from "../http/form-route.ts";
import { FormErrors, linkPage, noticePage } from "../http/link-page.tsx";
import { rememberBrowser } from "../http/known-browser.ts";
import { Moment } from "../http/moment.tsx";
import { isSigned, sendPage, sign } from "../http/send-page.tsx";
import { readCookie, type WebContext, writeCookie } from "../http/web-context.ts";
import { passwordFields, readPasswordForm, requirePasswords } from "../users/password-route.tsx";
import { visitorContext } from "../users/forgotten-password.tsx";
import { closedInvitation, loadInvitation, type OpenInvitation } from "./closed-invitation.tsx";

const newUserFields: FieldSpec[] = [
  {
    name: "username",
    label: "User ID",
    autocomplete: "username",
    hint: (
      <>
        Your e-mail, or 3 or more letters, digits and <span class="together">. _ @ + -</span>
      </>
    ),
  },
  { name: "firstName", label: "First name", autocomplete: "given-name", optional: true },
  { name: "lastName", label: "Last name", autocomplete: "family-name", optional: true },
  ...passwordFields(),
];

/** An invitation to an Account, accepted by choosing a user ID and a password, or as the user that there is. */
export const invitation = linkPage({
  path: "/invitations/:token",
  load: loadInvitation,
  closed: closedInvitation,
  first: ({ email }) => ({
    username: acceptInvitationForm.shape.username.safeParse(email).success ? email : "",
  }),
  typed: (form) => textOf(form, ["username", "firstName", "lastName"]),
  page(open, draft, partnerName) {
    const { username, choosesPassword, accountName } = open;
    return {
      title: `Join ${accountName}`,
      fields: username === undefined ? newUserFields : choosesPassword ? passwordFields() : [],
      facts: <InvitationFacts open={open} partnerName={partnerName} />,
      form:
        username === undefined ? (
          <NewUser draft={draft} />
        ) : choosesPassword ? (
          <NewPassword username={username} draft={draft} />
        ) : (
          <KnownUser username={username} />
        ),
    };
  },
  async send(c, body, { id, email, username, choosesPassword }) {
    if (username && body.has(choosesPassword ? "username" : "password"))
      throw new FormErrors({}, { alert: knownByNow, status: 409 });
    const newPassword = choosesPassword ? readPasswordForm(body) : undefined;
    if (newPassword) requirePasswords(newPassword, [username, email]);
    const form = username ? undefined : readForm(body, email);
    const ctx = { ...c.var.app, actor: { kind: "invitee", name: email, surface: "web" } } as const;
    const user = await acceptInvitation(ctx, {
      token: tokenOf(c),
      ...(form && { form }),
      ...(newPassword && { newPassword }),
    });
    rememberAccepted(c, id);
    const password = form?.password ?? newPassword?.password;
    if (password !== undefined) await enter(c, user.username, password);
    return acceptedInvitation.path;
  },
});

/** Whoever has just chosen a password is signed in with it, as if they had typed it again. */
async function enter(c: WebContext, username: string, password: string): Promise<void> {
  try {
    const { token } = await signIn(visitorContext(c), { username, password }, browserOf(c, "session"));
    rememberSession(c, "session", token);
    rememberBrowser(c, digest(identityKey(username)));
  } catch (error) {
    // Somebody else's invitation to this address made the user at the same moment, with another password: they sign in by hand.
    if (!(error instanceof DomainError)) throw error;
  }
}

const knownByNow =
  "Your address already has a user. No new one was made, and the password that you typed was not set.";

const textOf = (form: URLSearchParams, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, form.get(name) ?? ""]));

/** The form as the use case takes it. Throws everything wrong with it that can be said without the database. */
function readForm(body: URLSearchParams, email: string): AcceptInvitationForm {
  const typed = textOf(
    body,
    newUserFields.map(({ name }) => name),
  );
  const { data, error } = acceptInvitationForm.safeParse(typed);
  const errors: Draft["errors"] = {};
  for (const { path, message } of error?.issues ?? []) errors[String(path[0])] ??= message;
  const fault = passwordFault(typed["password"] ?? "", [typed["username"], email]);
  if (fault) errors["password"] = fault;
  if (!data || fault) throw new FormErrors(errors);
  return data;
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
function NewPassword({ username, draft }: { username: string; draft: Draft }) {
  return (
    <>
      <h2>Choose a new password</h2>
      <p>
        You already have the user <bdi>{username}</bdi>, which somebody else may have set up for you. You need
        a password that only you know, since you become an Administrator. The old one stops working.
      </p>
      <Fields specs={passwordFields()} draft={draft} />
      <button type="submit">
        Accept as <bdi>{username}</bdi>
      </button>
    </>
  );
}

function NewUser({ draft }: { draft: Draft }) {
  return (
    <>
      <h2>Choose how you sign in</h2>
      <Fields specs={newUserFields} draft={draft} />
      <button type="submit">Accept the invitation</button>
    </>
  );
}

/** Who invites whom, to what, at which level. */
function InvitationFacts({ open, partnerName }: { open: OpenInvitation; partnerName: string }) {
  const { inviter, accountName, asAdministrator, email, expiresAt } = open;
  return (
    <>
      <h1>
        Join <bdi>{accountName}</bdi>
      </h1>
      <p>
        {inviter && <bdi>{inviter.name}</bdi>}
        {inviter?.ofPartner && " of "}
        {inviter?.ofPartner !== false && <bdi>{partnerName}</bdi>} invites you to this account.
      </p>
      <dl>
        <dt>Account</dt>
        <dd>
          <bdi>{accountName}</bdi>
        </dd>
        <dt>Your level</dt>
        <dd>
          {levelOf(asAdministrator)}
          <p class="aside">{levelWords(asAdministrator)}</p>
        </dd>
        <dt>Your e-mail</dt>
        <dd>
          <bdi>{email}</bdi>
        </dd>
      </dl>
      <p class="aside">
        The link works once, until <Moment at={expiresAt} />.
      </p>
    </>
  );
}

const cookieName = "accepted";
const lifeSeconds = 60 * 60;

/** Lets this browser, and no other, read for an hour what has been set up. */
function rememberAccepted(c: WebContext, invitationId: string): void {
  const signature = sign(c.var.app.secretKeys, cookieName, invitationId);
  writeCookie(c, cookieName, `${invitationId}.${signature}`, { lifeSeconds });
}

async function findAccepted(c: WebContext) {
  const [id = "", signature = ""] = (readCookie(c, cookieName) ?? "").split(".");
  const { db, secretKeys } = c.var.app;
  if (!isSigned(secretKeys, cookieName, id, signature)) return undefined;
  const found = await db.invitation.findUnique({
    where: { id },
    include: { account: true, acceptedBy: true },
  });
  const { acceptedBy } = found ?? {};
  return found && acceptedBy ? { ...found, acceptedBy } : undefined;
}

/** What has been set up, and where to go from here. The same address says no more later, or in another browser. */
export const acceptedInvitation: Route = {
  path: "/invitations/accepted",
  async get(c) {
    const [accepted, name] = await Promise.all([findAccepted(c), ownerName(c)]);
    const isIn = accepted !== undefined && c.var.signedIn?.user.id === accepted.acceptedBy.id;
    const body = (
      <>
        {accepted ? (
          <>
            <dl>
              <dt>Your user ID</dt>
              <dd>
                <bdi>{accepted.acceptedBy.username}</bdi>
              </dd>
              <dt>Account</dt>
              <dd>
                <bdi>{accepted.account.name}</bdi>
              </dd>
              <dt>Your level</dt>
              <dd>
                {levelOf(accepted.asAdministrator)}
                <p class="aside">{levelWords(accepted.asAdministrator)}</p>
              </dd>
            </dl>
            {!isIn && (
              <>
                <h2>Next steps</h2>
                <p>Sign in with this user ID and your password.</p>
              </>
            )}
          </>
        ) : (
          <>
            <p>If you have accepted an invitation, your access is open and all is done.</p>
            <p>If you have not accepted it yet, open the link in the mail.</p>
          </>
        )}
        {accepted && isIn ? (
          <a class="button" href={c.var.site.path(`/accounts/${accepted.accountId}`)}>
            Open <bdi>{accepted.account.name}</bdi>
          </a>
        ) : (
          <a class="button" href={c.var.site.path("/sign-in")}>
            Sign in
          </a>
        )}
      </>
    );
    return sendPage(c, noticePage(accepted ? "Your access is open" : "Nothing more to see here", body, name));
  },
};
