import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { DomainError } from "../../core/errors.ts";
import { acceptInvitation } from "../../core/invitations/accept-invitation.ts";
import { findInvitation } from "../../core/invitations/find-invitation.ts";
import { formToken } from "../form-token.ts";
import {
  type AcceptDraft,
  checkAcceptForm,
  firstDraft,
  isAcceptField,
  readAcceptForm,
} from "../invitations/accept-draft.ts";
import { rememberAccepted } from "../invitations/accepted-invitation.ts";
import { type ClosedInvitation, loadInvitation } from "../invitations/load-invitation.ts";
import { passwordErrors, readPasswordForm } from "../passwords/password-draft.ts";
import { closedInvitationPage } from "../pages/closed-invitation.tsx";
import { openInvitationPage } from "../pages/open-invitation.tsx";
import type { Route } from "../route.ts";
import { sendPage } from "../send-page.tsx";
import { admitLink, followLink, staleForm, tokenOf } from "../token-link.ts";
import type { WebContext } from "../web-context.ts";

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
