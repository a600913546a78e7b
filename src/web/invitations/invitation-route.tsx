import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { DomainError } from "../../core/kernel/errors.ts";
import { acceptInvitation } from "../../core/invitations/accept-invitation.ts";
import { findInvitation } from "../../core/invitations/find-invitation.ts";
import { formToken, formTokenField, isSigned, sign, sendPage, type Page } from "../http/send-page.tsx";
import {
  type AcceptDraft,
  checkAcceptForm,
  firstDraft,
  isAcceptField,
  readAcceptForm,
} from "./accept-draft.ts";
import {
  type ClosedInvitation,
  loadInvitation,
  type OpenInvitation,
  closedInvitationPage,
} from "./closed-invitation.tsx";
import {
  passwordErrors,
  readPasswordForm,
  errorsOf,
  Passwords,
  passwordHint,
} from "../users/open-password-link.tsx";
import { type Route, admitLink, followLink, staleForm, tokenOf } from "../http/form-route.ts";
import { type WebContext, readCookie, writeCookie } from "../http/web-context.ts";
import { ErrorSummary, type FieldError } from "../http/form-card.tsx";
import { levelOf, levelWords } from "../../core/kernel/levels/require-level.ts";
import { Moment } from "../http/moment.tsx";
import { passwordLength } from "../../core/kernel/secrets/password-fault.ts";
import { Field } from "../http/field.tsx";

export interface AcceptedInvitation {
  username: string;
  accountName: string;
  asAdministrator: boolean;
}

const cookieName = "accepted";
const lifeSeconds = 60 * 60;

/** Lets this browser, and no other, read for an hour what has been set up. */
function rememberAccepted(c: WebContext, invitationId: string): void {
  const signature = sign(c.var.app.secretKeys, cookieName, invitationId);
  writeCookie(c, cookieName, `${invitationId}.${signature}`, { lifeSeconds });
}

export async function acceptedInvitation(c: WebContext): Promise<AcceptedInvitation | undefined> {
  const [id = "", signature = ""] = (readCookie(c, cookieName) ?? "").split(".");
  const { db, secretKeys } = c.var.app;
  if (!isSigned(secretKeys, cookieName, id, signature)) return undefined;
  const invitation = await db.invitation.findUnique({
    where: { id },
    include: { account: true, acceptedBy: true },
  });
  if (!invitation?.acceptedBy) return undefined;
  const { account, acceptedBy, asAdministrator } = invitation;
  return { username: acceptedBy.username, accountName: account.name, asAdministrator };
}

const labels = {
  username: "User ID",
  firstName: "First name",
  lastName: "Last name",
  password: "Password",
  passwordAgain: "Password again",
} as const;

/** In the order of the fields. */
function fieldErrors(errors: AcceptDraft["errors"]): FieldError[] {
  return Object.entries(labels).flatMap(([field, label]) => {
    const sentence = errors[field as keyof typeof labels];
    return sentence ? [{ field, label, sentence }] : [];
  });
}

function NewUserFields({ draft: { values, errors } }: { draft: AcceptDraft }) {
  const common = (name: keyof typeof labels) => ({ name, label: labels[name], error: errors[name] });
  const secret = { type: "password", autocomplete: "new-password", minlength: passwordLength.min } as const;
  return (
    <>
      <Field
        {...common("username")}
        value={values.username}
        autocomplete="username"
        hint={
          <>
            Your e-mail, or 3 or more letters, digits and <span class="together">. _ @ + -</span>
          </>
        }
      />
      <Field {...common("firstName")} value={values.firstName} autocomplete="given-name" optional />
      <Field {...common("lastName")} value={values.lastName} autocomplete="family-name" optional />
      <Field {...common("password")} {...secret} hint={passwordHint} />
      <Field {...common("passwordAgain")} {...secret} />
    </>
  );
}

/** An invitation that can be accepted: by choosing a user ID and a password, or as the user that there is. */
function openInvitationPage(open: OpenInvitation, draft: AcceptDraft, formToken: string): Page {
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

/** Who invites whom, to what, at which level. */
function InvitationFacts({ open }: { open: OpenInvitation }) {
  const { partnerName, inviter, accountName, asAdministrator, email, expiresAt } = open;
  return (
    <section class="facts">
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
    </section>
  );
}

const acceptedPath = "/invitations/accepted";

export const invitation: Route = {
  path: "/invitations/:token",
  get: (c) => show(c),
  post: { admit: admitLink, answer: accept, again },
};

/** The page as things stand. What was typed, and what is wrong with it, comes back while the invitation is open. */
async function show(
  c: WebContext,
  draft?: AcceptDraft,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const invitation = await followLink(c, loadInvitation);
  if (invitation.state !== "open")
    return sendPage(c, closedInvitationPage(invitation), closedStatus[invitation.state]);
  const page = openInvitationPage(invitation, draft ?? firstDraft(invitation.email), formToken(c));
  return sendPage(c, page, status);
}

const closedStatus = {
  unknown: 404,
  accepted: 410,
  expired: 410,
  revoked: 410,
  suspended: 403,
} as const satisfies Record<ClosedInvitation["state"], ContentfulStatusCode>;

async function accept(c: WebContext, body: URLSearchParams): Promise<Response> {
  const { app, site } = c.var;
  const token = tokenOf(c);
  const values = readAcceptForm(body);
  const found = await findInvitation(app, token);
  if (!found || found.state !== "open" || found.invitation.account.suspendedAt) return show(c);
  const { id, email } = found.invitation;
  const { username, choosesPassword } = found;
  if (username && body.has(choosesPassword ? "username" : "password"))
    return show(c, { values, errors: {}, alert: knownByNow }, 409);
  const newPassword = choosesPassword ? readPasswordForm(body) : undefined;
  const { form, errors } = username ? {} : checkAcceptForm(values, email);
  const faults = newPassword && passwordErrors(newPassword, [username, email]);
  if (faults) return show(c, { values, errors: faults }, 422);
  if (errors) return show(c, { values, errors }, 422);
  c.set("showFault", (fault, status) => show(c, { values, ...placed(fault) }, status));
  const ctx = { ...app, actor: { kind: "invitee", name: email, surface: "web" } } as const;
  await acceptInvitation(ctx, { token, ...(form && { form }), ...(newPassword && { newPassword }) });
  rememberAccepted(c, id);
  return c.redirect(site.path(acceptedPath), 303);
}

const knownByNow =
  "Your address has a user by now, so no new one was made and the password that you typed was not set.";

function again(c: WebContext, body: URLSearchParams): Promise<Response> {
  return show(c, { values: readAcceptForm(body), errors: {}, alert: staleForm }, 403);
}

function placed({ field, message }: DomainError): Pick<AcceptDraft, "errors" | "alert"> {
  return isAcceptField(field) ? { errors: { [field]: message } } : { errors: {}, alert: message };
}
