import type { ContentfulStatusCode } from "hono/utils/http-status";
import { acceptConsoleInvitation } from "../../core/console-users/accept-console-invitation.ts";
import type { DomainError } from "../../core/errors.ts";
import {
  type AcceptConsoleDraft,
  checkConsoleForm,
  emptyDraft,
  isConsoleField,
  readConsoleForm,
} from "../console-invitations/accept-console-draft.ts";
import { closedConsoleInvitationPage } from "../console-invitations/console-notices.tsx";
import {
  type ClosedConsoleInvitation,
  loadConsoleInvitation,
} from "../console-invitations/load-console-invitation.ts";
import { openConsoleInvitationPage } from "../console-invitations/open-console-invitation.tsx";
import { formToken } from "../form-token.ts";
import type { Route } from "../route.ts";
import { sendPage } from "../send-page.tsx";
import { admitLink, followLink, staleForm, tokenOf } from "../token-link.ts";
import type { WebContext } from "../web-context.ts";

export const consoleInvitation: Route = {
  path: "/console-invitations/:token",
  get: (c) => show(c),
  post: { admit: admitLink, answer: accept, again },
};

/** The page as things stand. What was typed, and what is wrong with it, comes back while the invitation is open. */
async function show(
  c: WebContext,
  draft = emptyDraft,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const invitation = await followLink(c, loadConsoleInvitation);
  if (invitation.state !== "open")
    return sendPage(c, closedConsoleInvitationPage(invitation), closedStatus[invitation.state]);
  return sendPage(c, openConsoleInvitationPage(invitation, draft, formToken(c)), status);
}

const closedStatus = {
  unknown: 404,
  known: 409,
  accepted: 410,
  expired: 410,
  revoked: 410,
} as const satisfies Record<ClosedConsoleInvitation["state"], ContentfulStatusCode>;

async function accept(c: WebContext, body: URLSearchParams): Promise<Response> {
  const { app, site } = c.var;
  const token = tokenOf(c);
  const values = readConsoleForm(body);
  const invitation = await loadConsoleInvitation(app, token);
  if (invitation.state !== "open") return show(c);
  const { email } = invitation;
  const read = checkConsoleForm(values, email);
  if ("errors" in read) return show(c, { values, errors: read.errors }, 422);
  c.set("showFault", (fault, status) => show(c, { values, ...placed(fault) }, status));
  const ctx = { ...app, actor: { kind: "invitee", name: email, surface: "web" } } as const;
  await acceptConsoleInvitation(ctx, { token, form: read.form });
  return c.redirect(site.path("/console-invitations/accepted"), 303);
}

function again(c: WebContext, body: URLSearchParams): Promise<Response> {
  return show(c, { values: readConsoleForm(body), errors: {}, alert: staleForm }, 403);
}

function placed({ field, message }: DomainError): Pick<AcceptConsoleDraft, "errors" | "alert"> {
  return isConsoleField(field) ? { errors: { [field]: message } } : { errors: {}, alert: message };
}
