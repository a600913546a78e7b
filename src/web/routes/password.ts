import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { DomainError } from "../../core/errors.ts";
import { setPassword } from "../../core/users/set-password.ts";
import { formToken } from "../form-token.ts";
import { type ClosedPasswordLink, loadPasswordLink } from "../passwords/load-password-link.ts";
import { openPasswordLinkPage } from "../passwords/open-password-link.tsx";
import {
  isPasswordField,
  type PasswordDraft,
  passwordErrors,
  readPasswordForm,
} from "../passwords/password-draft.ts";
import { closedPasswordLinkPage } from "../passwords/password-notices.tsx";
import type { Route } from "../route.ts";
import { sendPage } from "../send-page.tsx";
import { admitLink, followLink, staleForm, tokenOf } from "../token-link.ts";
import type { WebContext } from "../web-context.ts";

export const password: Route = {
  path: "/passwords/:token",
  get: (c) => show(c),
  post: { admit: admitLink, answer: set, again },
};

/** The page as things stand, with what is wrong with what was typed. It consumes nothing. */
async function show(
  c: WebContext,
  draft: PasswordDraft = { errors: {} },
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const link = await followLink(c, loadPasswordLink);
  if (link.state !== "open") return sendPage(c, closedPasswordLinkPage(link), closedStatus[link.state]);
  return sendPage(c, openPasswordLinkPage(link, draft, formToken(c)), status);
}

const closedStatus = { unknown: 404, used: 410, expired: 410 } as const satisfies Record<
  ClosedPasswordLink["state"],
  ContentfulStatusCode
>;

async function set(c: WebContext, body: URLSearchParams): Promise<Response> {
  const { app, site } = c.var;
  const token = tokenOf(c);
  const link = await loadPasswordLink(app, token);
  if (link.state !== "open") return show(c);
  const form = readPasswordForm(body);
  const errors = passwordErrors(form, [link.username, link.email]);
  if (errors) return show(c, { errors }, 422);
  c.set("showFault", (fault, status) => show(c, placed(fault), status));
  const ctx = { ...app, actor: { kind: "invitee", name: link.username, surface: "web" } } as const;
  await setPassword(ctx, { token, form });
  return c.redirect(site.path("/passwords/set"), 303);
}

function again(c: WebContext): Promise<Response> {
  return show(c, { errors: {}, alert: staleForm }, 403);
}

function placed({ field, message }: DomainError): PasswordDraft {
  return isPasswordField(field) ? { errors: { [field]: message } } : { errors: {}, alert: message };
}
