import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { DomainError } from "../../core/kernel/errors.ts";
import { setPassword } from "../../core/users/set-password.ts";
import { formToken, sendPage, type Page } from "../http/send-page.tsx";
import {
  type ClosedPasswordLink,
  loadPasswordLink,
  openPasswordLinkPage,
  isPasswordField,
  type PasswordDraft,
  passwordErrors,
  readPasswordForm,
} from "./open-password-link.tsx";
import { type Route, admitLink, followLink, staleForm, tokenOf } from "../http/form-route.ts";
import type { WebContext } from "../http/web-context.ts";
import { Notice } from "../http/errors.tsx";
import { partnerName } from "../../core/kernel/names/partner-name.ts";

/** A link that sets no password: why, and what to do. */
function closedPasswordLinkPage({ state, partnerName }: ClosedPasswordLink): Page {
  const { title, sentences } = closed[state];
  return telling(title, [...sentences, askForNew(partnerName)], partnerName);
}

/** The same for everybody who opens it, so that it tells nobody whose password was set. */
function passwordSetPage(partnerName: string, signIn: string): Page {
  return telling(
    "Your password is set",
    ["If you have just set it, all is done.", "Sign in with your user ID and this password."],
    partnerName,
    signIn,
  );
}

const closed: Record<ClosedPasswordLink["state"], { title: string; sentences: string[] }> = {
  unknown: {
    title: "This link does not work",
    sentences: [
      "It may have been cut off on its way, or a newer mail has replaced it. Open the link in the latest mail.",
    ],
  },
  used: {
    title: "This link was used",
    sentences: ["A link works once, and this one has set a password. If that was you, all is done: sign in."],
  },
  expired: { title: "This link has expired", sentences: ["Its time is over."] },
};

const askForNew = (partnerName: string) =>
  `If you cannot sign in, or it was not you, ask your contact at ${partnerName} for a new link.`;

function telling(title: string, sentences: string[], partnerName: string, signIn?: string): Page {
  const body = (
    <Notice heading={title}>
      {sentences.map((sentence) => (
        <p dir="auto">{sentence}</p>
      ))}
      {signIn && (
        <a class="button" href={signIn}>
          Sign in
        </a>
      )}
    </Notice>
  );
  return { title, partnerName, body };
}

export const passwordSet: Route = {
  path: "/passwords/set",
  get: async (c) => sendPage(c, passwordSetPage(await partnerName(c.var.app), c.var.site.path("/sign-in"))),
};

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
