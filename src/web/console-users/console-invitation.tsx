import type { ContentfulStatusCode } from "hono/utils/http-status";
import {
  acceptConsoleInvitation,
  type AcceptConsoleInvitationForm,
  acceptConsoleInvitationForm,
  findConsoleInvitation,
  type FoundConsoleInvitation,
} from "../../core/console-users/accept-console-invitation.ts";
import type { DomainError } from "../../core/kernel/errors.ts";
import { formToken, formTokenField, sendPage, type Page } from "../http/send-page.tsx";
import { type Route, admitLink, followLink, staleForm, tokenOf } from "../http/form-route.ts";
import type { WebContext } from "../http/web-context.ts";
import { ErrorSummary, type FieldError } from "../http/form-card.tsx";
import { Moment } from "../http/moment.tsx";
import { passwordLength, passwordFault } from "../../core/kernel/secrets/password-fault.ts";
import { Field } from "../http/field.tsx";
import { partnerName } from "../../core/kernel/names/partner-name.ts";
import { Notice } from "../http/errors.tsx";
import { accessOf, accessWords } from "../../core/kernel/access/access.ts";
import { nameOf } from "../../core/kernel/access/console-user-actor.ts";
import type { App } from "../../core/context.ts";

/** A link that cannot be accepted: why, and what to do. */
function closedConsoleInvitationPage({ state, partnerName }: ClosedConsoleInvitation): Page {
  const { title, sentences } = closed[state];
  return telling(title, sentences, partnerName);
}

/** The same for everybody who opens it, so that it tells nobody who was invited. */
function acceptedConsoleInvitationPage(partnerName: string): Page {
  const sentences = [
    "If you have just accepted the invitation, you are a Console User now. You can close this page.",
    "In Slack, type /cyclr whoami: the first command links your Slack user to you, by your e-mail.",
  ];
  return telling("Welcome to the Partner Console", sentences, partnerName);
}

const askForNew = "If you still need access, ask a Console User to invite you again.";

const closed: Record<ClosedConsoleInvitation["state"], { title: string; sentences: string[] }> = {
  unknown: {
    title: "This link does not work",
    sentences: ["It may have been cut off on its way. Open the link in the latest mail again.", askForNew],
  },
  accepted: {
    title: "This invitation was used",
    sentences: [
      "A link works once. If that was you, all is done: type /cyclr whoami in Slack.",
      "If it was not you, tell a Console User now.",
    ],
  },
  known: {
    title: "You are a Console User already",
    sentences: ["Nothing was changed. Type /cyclr whoami in Slack to see what you may do."],
  },
  expired: { title: "This invitation has expired", sentences: ["It was open for seven days.", askForNew] },
  revoked: {
    title: "This invitation was withdrawn",
    sentences: ["It is no longer open. Nothing was changed for you.", askForNew],
  },
};

function telling(title: string, sentences: string[], partnerName: string): Page {
  const body = (
    <Notice heading={title}>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
    </Notice>
  );
  return { title, partnerName, body };
}

interface OpenConsoleInvitation {
  state: "open";
  partnerName: string;
  inviterName: string;
  email: string;
  access: string;
  expiresAt: Date;
}

interface ClosedConsoleInvitation {
  state: "unknown" | Exclude<FoundConsoleInvitation["state"], "open">;
  partnerName: string;
}

/** What a link's page has to tell. */
async function loadConsoleInvitation(
  app: App,
  token: string,
): Promise<OpenConsoleInvitation | ClosedConsoleInvitation> {
  const [found, name] = await Promise.all([findConsoleInvitation(app, token), partnerName(app)]);
  if (!found) return { state: "unknown", partnerName: name };
  const { state, invitation, inviter } = found;
  if (state !== "open") return { state, partnerName: name };
  const { email, expiresAt } = invitation;
  const access = accessWords(accessOf(invitation));
  const inviterName = inviter ? nameOf(inviter) : "";
  return { state, partnerName: name, inviterName, email, access, expiresAt };
}

type AcceptField = keyof AcceptConsoleInvitationForm;

/** A form on its way: what was typed, but for passwords, and what is wrong with it. */
interface AcceptConsoleDraft {
  values: { firstName: string; lastName: string };
  errors: Partial<Record<AcceptField, string>>;
  /** What concerns no single field. */
  alert?: string;
}

const emptyDraft: AcceptConsoleDraft = { values: { firstName: "", lastName: "" }, errors: {} };

function readConsoleForm(form: URLSearchParams): AcceptConsoleInvitationForm {
  const text = (name: AcceptField) => form.get(name) ?? "";
  return {
    firstName: text("firstName"),
    lastName: text("lastName"),
    password: text("password"),
    passwordAgain: text("passwordAgain"),
  };
}

/** The form as the use case takes it, or everything wrong with it that can be said without the database. */
function checkConsoleForm(
  typed: AcceptConsoleInvitationForm,
  email: string,
): { form: AcceptConsoleInvitationForm } | { errors: AcceptConsoleDraft["errors"] } {
  const { data, error } = acceptConsoleInvitationForm.safeParse(typed);
  const errors: AcceptConsoleDraft["errors"] = {};
  for (const { path, message } of error?.issues ?? []) errors[path[0] as AcceptField] ??= message;
  const fault = passwordFault(typed.password, [email]);
  if (fault) errors.password = fault;
  return data && !fault ? { form: data } : { errors };
}

function isConsoleField(name: string | undefined): name is AcceptField {
  return name !== undefined && name in acceptConsoleInvitationForm.shape;
}

export const acceptedConsoleInvitation: Route = {
  path: "/console-invitations/accepted",
  get: async (c) => sendPage(c, acceptedConsoleInvitationPage(await partnerName(c.var.app))),
};

const labels = {
  firstName: "First name",
  lastName: "Last name",
  password: "Password",
  passwordAgain: "Password again",
} as const;

/** In the order of the fields. */
function consoleFieldErrors(errors: AcceptConsoleDraft["errors"]): FieldError[] {
  return Object.entries(labels).flatMap(([field, label]) => {
    const sentence = errors[field as keyof typeof labels];
    return sentence ? [{ field, label, sentence }] : [];
  });
}

function ConsoleUserFields({ draft: { values, errors } }: { draft: AcceptConsoleDraft }) {
  const common = (name: keyof typeof labels) => ({ name, label: labels[name], error: errors[name] });
  const secret = { type: "password", autocomplete: "new-password", minlength: passwordLength.min } as const;
  return (
    <>
      <Field {...common("firstName")} value={values.firstName} autocomplete="given-name" optional />
      <Field {...common("lastName")} value={values.lastName} autocomplete="family-name" optional />
      <Field
        {...common("password")}
        {...secret}
        hint={`At least ${passwordLength.min} characters, not your e-mail, and not a common password. A few words in a row are fine.`}
      />
      <Field {...common("passwordAgain")} {...secret} />
    </>
  );
}

/** An invitation to the Partner Console that can be accepted, by setting a name and a password. */
function openConsoleInvitationPage(
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
