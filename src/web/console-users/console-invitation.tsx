import {
  acceptConsoleInvitation,
  type AcceptConsoleInvitationForm,
  acceptConsoleInvitationForm,
  findConsoleInvitation,
} from "../../core/console-users/accept-console-invitation.ts";
import type { App } from "../../core/context.ts";
import { accessOf, accessWords } from "../../core/kernel/access/access.ts";
import { nameOf } from "../../core/kernel/access/console-user-actor.ts";
import { ownerName } from "../http/owner.ts";
import { passwordFault, passwordLength } from "../../core/kernel/secrets/password-fault.ts";
import { Fields, type FieldSpec } from "../http/form-card.tsx";
import { type Draft, type Route, tokenOf } from "../http/form-route.ts";
import { closedBy, FormErrors, linkPage, noticePage, Sentences } from "../http/link-page.tsx";
import { Moment } from "../http/moment.tsx";
import { sendPage } from "../http/send-page.tsx";
import { passwordFields } from "../users/password-route.tsx";

interface OpenConsoleInvitation {
  state: "open";
  inviterName: string;
  email: string;
  access: string;
  expiresAt: Date;
}

/** What a link's page has to tell. */
async function load(
  app: App,
  token: string,
): Promise<OpenConsoleInvitation | { state: keyof typeof closed }> {
  const found = await findConsoleInvitation(app, token);
  if (!found) return { state: "unknown" };
  const { state, invitation, inviter } = found;
  if (state !== "open") return { state };
  const { email, link } = invitation;
  const access = accessWords(accessOf(invitation));
  return { state, inviterName: inviter ? nameOf(inviter) : "", email, access, expiresAt: link.expiresAt };
}

const askForNew = "If you still need access, ask a Console User to invite you again.";

const closed = {
  unknown: {
    status: 404,
    title: "This link does not work",
    sentences: ["It may have been cut off on its way. Open the link in the latest mail again.", askForNew],
  },
  accepted: {
    status: 410,
    title: "This invitation was used",
    sentences: [
      "A link works once. If that was you, all is done: type /cyclr whoami in Slack.",
      "If it was not you, tell a Console User now.",
    ],
  },
  known: {
    status: 409,
    title: "You are a Console User already",
    sentences: ["Nothing was changed. Type /cyclr whoami in Slack to see what you may do."],
  },
  expired: {
    status: 410,
    title: "This invitation has expired",
    sentences: ["It was open for seven days.", askForNew],
  },
  revoked: {
    status: 410,
    title: "This invitation was withdrawn",
    sentences: ["It is no longer open. Nothing was changed for you.", askForNew],
  },
} as const;

const fields: FieldSpec[] = [
  { name: "firstName", label: "First name", autocomplete: "given-name", optional: true },
  { name: "lastName", label: "Last name", autocomplete: "family-name", optional: true },
  ...passwordFields({
    hint: `At least ${passwordLength.min} characters, not your e-mail, and not a common password. A few words in a row are fine.`,
  }),
];

/** An invitation to the Partner Console, accepted by setting a name and a password. */
export const consoleInvitation = linkPage({
  path: "/console-invitations/:token",
  load,
  closed: ({ state }) => closedBy(closed[state]),
  typed: (form) => ({ firstName: form.get("firstName") ?? "", lastName: form.get("lastName") ?? "" }),
  page: (open, draft, partnerName) => ({
    title: "Join the Partner Console",
    fields,
    facts: <Facts open={open} partnerName={partnerName} />,
    form: (
      <>
        <h2>Your name and password</h2>
        <Fields specs={fields} draft={draft} />
        <button type="submit">Accept the invitation</button>
      </>
    ),
  }),
  async send(c, body, { email }) {
    const form = readForm(body, email);
    const ctx = { ...c.var.app, actor: { kind: "invitee", name: email, surface: "web" } } as const;
    await acceptConsoleInvitation(ctx, { token: tokenOf(c), form });
    return acceptedConsoleInvitation.path;
  },
});

function Facts({ open, partnerName }: { open: OpenConsoleInvitation; partnerName: string }) {
  const { inviterName, email, access, expiresAt } = open;
  return (
    <>
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
    </>
  );
}

/** The form as the use case takes it. Throws everything wrong with it that can be said without the database. */
function readForm(body: URLSearchParams, email: string): AcceptConsoleInvitationForm {
  const typed = Object.fromEntries(fields.map(({ name }) => [name, body.get(name) ?? ""]));
  const { data, error } = acceptConsoleInvitationForm.safeParse(typed);
  const errors: Draft["errors"] = {};
  for (const { path, message } of error?.issues ?? []) errors[String(path[0])] ??= message;
  const fault = passwordFault(typed["password"] ?? "", [email]);
  if (fault) errors["password"] = fault;
  if (!data || fault) throw new FormErrors(errors);
  return data;
}

/** The same for everybody who opens it, so that it tells nobody who was invited. */
export const acceptedConsoleInvitation: Route = {
  path: "/console-invitations/accepted",
  async get(c) {
    const body = (
      <Sentences
        of={[
          "If you have just accepted the invitation, you are a Console User now. You can close this page.",
          "In Slack, type /cyclr whoami: the first command links your Slack user to you, by your e-mail.",
        ]}
      />
    );
    return sendPage(c, noticePage("Welcome to the Partner Console", body, await ownerName(c)));
  },
};
