import { shorten } from "../kernel/text/mrkdwn.ts";
import type { AuditEvent } from "../generated/prisma/client.ts";
import { moment } from "../kernel/text/moment-words.ts";
import { counted } from "../kernel/text/counted.ts";
import type { AuditAction } from "../kernel/audit/audit-actions.ts";
import { oneLine } from "../kernel/text/one-line.ts";

/** What is read of an entry. */
export type Told = Pick<AuditEvent, "action" | "subjectKind" | "subjectName" | "before" | "after"> & {
  /** Of a Request: what it asks for, in words, and whether the entry of the change says the same reason. */
  what?: string | undefined;
  reasonSaidLater?: boolean | undefined;
  /** The entry by which a person was erased from this one. */
  erasedBy?: bigint | null | undefined;
};

/** What an entry says was done, after its actor's name. Plain text; `account` is the label of its Account, if it has one. */
export function auditWords(event: Told, account?: string): string {
  const erased = typeof event.erasedBy === "bigint" ? " (a person was erased from this entry)" : "";
  return wordsOf(event, account) + erased;
}

function wordsOf(event: Told, account: string | undefined): string {
  const facts = factsOf(event, account);
  if (Object.hasOwn(table, event.action)) return table[event.action as AuditAction](facts);
  // Of a later version of this program.
  return `${spaced(event.action)}${facts.subject && `: ${facts.subject}`}${facts.account("in")}`;
}

interface Facts {
  subject: string;
  /** " of Acme Ltd (acme)", " on …", " to …", or nothing where there is no Account, or the subject names it. */
  account: (preposition: string) => string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  kind: string;
}

function factsOf(event: Told, account: string | undefined): Facts {
  const subject = subjectOf(event);
  return {
    subject,
    account: (preposition) => (account && !subject.includes(account) ? ` ${preposition} ${account}` : ""),
    before: record(event.before),
    after: event.reasonSaidLater ? { ...record(event.after), because: undefined } : record(event.after),
    kind: event.subjectKind,
  };
}

const level = ({ after }: Facts) => (typeof after["level"] === "string" ? ` as ${after["level"]}` : "");
const decided: Record<string, string> = {
  adopt: "adopted from Cyclr",
  push: "sent to Cyclr",
  ignore: "ignored",
};
const because = ({ after }: Facts) =>
  typeof after["because"] === "string" ? `: ${short(oneLine(after["because"]))}` : "";
const troubleOf = ({ after }: Facts) =>
  typeof after["trouble"] === "string" ? `: ${short(after["trouble"])}` : "";
const until = ({ after }: Facts) =>
  typeof after["until"] === "string" ? ` until ${moment(new Date(after["until"]))}` : "";
const continues = ({ after }: Facts) =>
  after["level"] === "Administrator" ? ", while another grant continues" : "";
const missing = ({ after: { missing: permission } }: Facts) => {
  if (typeof permission !== "string") return "";
  return `: ${permission === "full-access" ? "Full Access" : `“${permission.replace(":", ": ")}”`} is missing`;
};

const entriesOf = ({ after: { entries } }: Facts) =>
  typeof entries === "number" ? counted(entries, "entry", "entries") : "entries";

/** What somebody was refused: a command, a page or a call by its name, else something that was to be done to somebody. */
function refusedWords({ kind, subject, after }: Facts): string {
  const attempted = typeof after["attempted"] === "string" ? `“${spaced(after["attempted"])}”` : "";
  if (kind === "console") return "the Console";
  if (["command", "page", "call"].includes(kind)) return `“${spaced(subject)}”`;
  return attempted ? `${attempted} for ${subject}` : subject;
}

/** How Slack tells it, by what rules a person out. */
const standings: Record<string, string> = {
  deactivated: "is deactivated",
  guest: "is a guest",
  stranger: "belongs to another workspace",
  bot: "is a bot",
};

function standingOf({ subject, after: { excluded } }: Facts): string {
  const stands =
    typeof excluded === "string" ? (standings[excluded] ?? "is no member") : "is a full member again";
  return `read in Slack that the Console User ${subject} ${stands}`;
}

const table: Record<AuditAction, (facts: Facts) => string> = {
  requested: (facts) => `asked for ${facts.subject}${facts.account("on")}${because(facts)}`,
  drafted: (facts) => `asked for ${facts.subject}${facts.account("on")}, not confirmed yet${because(facts)}`,
  "request-done": ({ subject, account }) => `finished the request for ${subject}${account("on")}`,
  "request-failed": (facts) =>
    `could not finish the request for ${facts.subject}${facts.account("on")}${troubleOf(facts)}`,
  "request-cancelled": (facts) =>
    `withdrew the request for ${facts.subject}${facts.account("on")}${because(facts)}`,
  "request-expired": ({ subject, account }) =>
    `closed the request for ${subject}${account("on")}, which waited too long`,
  "request-approved": ({ subject, account, after }) =>
    `approved ${subject}${account("on")}${typeof after["missing"] === "number" && after["missing"] > 0 ? `, with ${after["missing"]} more to approve it` : ""}`,
  "request-approved-alone": ({ subject, account }) =>
    `approved ${subject}${account("on")} alone, because nobody else could`,
  "approval-needed": (facts) => `sent ${facts.subject}${facts.account("on")} for approval${because(facts)}`,
  "request-denied": (facts) => `denied ${facts.subject}${facts.account("on")}${because(facts)}`,
  "draft-expired": ({ subject, account }) =>
    `dropped the request for ${subject}${account("on")}, which nobody confirmed in time`,
  "request-retried": ({ subject, account }) => `retried the request for ${subject}${account("on")}`,
  refused: (facts) => `was refused ${refusedWords(facts)}${because(facts) || missing(facts)}`,
  "administrator-granted": (facts) =>
    `granted Administrator${facts.account("of")} to ${facts.subject}${until(facts)}`,
  "administrator-ended": (facts) =>
    `ended a grant of Administrator${facts.account("of")} for ${facts.subject}, whose time was over${continues(facts)}`,
  "administrator-returned": (facts) =>
    `gave back a grant of Administrator${facts.account("of")} for ${facts.subject}${continues(facts)}`,
  "administrator-revoked": ({ subject, account }) => `took Administrator${account("of")} from ${subject}`,
  "membership-given": (facts) => `gave ${facts.subject} access${facts.account("to")}${level(facts)}`,
  "membership-removed": ({ subject, account }) => `removed ${subject}${account("from")}`,
  "membership-suspended": (facts) => `suspended ${facts.subject}${facts.account("on")}${because(facts)}`,
  "membership-resumed": (facts) =>
    `ended the suspension of ${facts.subject}${facts.account("on")}${because(facts)}`,
  "invitation-created": (facts) => `invited ${facts.subject}${facts.account("to")}${level(facts)}`,
  "invitation-resent": ({ subject, account }) => `sent ${subject} a new invitation link${account("to")}`,
  "invitation-revoked": (facts) =>
    `revoked the invitation of ${facts.subject}${facts.account("to")}${because(facts)}`,
  "invitation-expired": ({ subject, account }) =>
    `closed the invitation of ${subject}${account("to")}, which has expired`,
  "invitation-accepted": (facts) =>
    `accepted the invitation${facts.account("to")} as user ${facts.subject}${level(facts)}`,
  "user-created": ({ subject }) => `created the User ${subject}`,
  "user-deleted": ({ subject }) => `deleted the User ${subject}`,
  "password-link-issued": ({ subject }) => `sent ${subject} a link to set a password`,
  "password-set": ({ subject }) => `set the password of ${subject}`,
  "temporary-password-allowed": ({ subject }) => `got permission to see a temporary password of ${subject}`,
  "temporary-password-shown": ({ subject }) => `saw a temporary password of ${subject}, once`,
  "signed-in": ({ subject, account }) => `signed in as ${subject}${account("to")}`,
  "signed-out": ({ subject }) => `signed out as ${subject}`,
  "session-ended": ({ subject }) => `ended a session of ${subject}`,
  "sessions-ended": ({ subject }) => `ended all other sessions of ${subject}`,
  "sign-in-refused": (facts) =>
    facts.subject === facts.kind ? "could not sign in" : `could not sign in as ${facts.subject}`,
  "password-link-requested": () => "asked for a link to set a forgotten password",
  "password-changed": ({ subject }) => `changed the password of ${subject}`,
  "names-changed": ({ subject }) => `changed the names of ${subject}`,
  "email-change-requested": ({ subject }) => `asked for a new e-mail for ${subject}`,
  "email-changed": ({ subject }) => `confirmed the new e-mail of ${subject}`,
  "account-created": ({ subject }) => `created the Account ${subject}`,
  "account-imported": ({ subject }) => `took over ${subject} from Cyclr's cloud`,
  "difference-settled": ({ subject, after }) =>
    `${decided[String(after["how"])] ?? "decided"} the difference “${subject}”`,
  "account-settings-changed": ({ subject }) => `changed the settings of ${subject}`,
  "account-suspended": (facts) => `suspended the Account ${facts.subject}${because(facts)}`,
  "account-resumed": (facts) => `resumed the Account ${facts.subject}${because(facts)}`,
  "account-deleted": ({ subject }) => `deleted the Account ${subject}`,
  "connector-installed": ({ subject, account }) => `installed the connector ${subject}${account("in")}`,
  "connector-authenticated": ({ subject, account }) =>
    `gave the connector ${subject}${account("in")} new values`,
  "connector-deauthenticated": ({ subject, account }) => `deauthenticated ${subject}${account("in")}`,
  "connector-changed": ({ subject, account }) =>
    `changed the name or description of the connector ${subject}${account("in")}`,
  "connector-removed": ({ subject, account }) => `removed the connector ${subject}${account("from")}`,
  "api-client-changed": ({ subject }) => `changed what the API client ${subject} may do`,
  "api-client-created": ({ subject, account }) => `made the API client ${subject}${account("for")}`,
  "api-client-secret-added": ({ subject }) => `made another secret of the API client ${subject}`,
  "api-client-secret-shown": ({ subject }) => `saw the secret of the API client ${subject}, once`,
  "api-client-secret-revoked": ({ subject }) => `revoked a secret of the API client ${subject}`,
  "api-client-revoked": ({ subject }) => `revoked the API client ${subject}`,
  "access-token-issued": ({ account }) => `got an access token${account("for")}`,
  "access-token-revoked": ({ account }) => `gave back an access token${account("for")}`,
  "template-installed": ({ subject, account }) =>
    `installed a template as the cycle ${subject}${account("in")}`,
  "cycle-created": ({ subject, account }) => `made the cycle ${subject}${account("in")}`,
  "cycle-adjusted": ({ subject, account }) => `adjusted the cycle ${subject}${account("in")}`,
  "cycle-started": ({ subject, account }) => `started the cycle ${subject}${account("in")}`,
  "cycle-stopped": ({ subject, account }) => `stopped the cycle ${subject}${account("in")}`,
  "cycle-deleted": ({ subject, account }) => `deleted the cycle ${subject}${account("in")}`,
  "console-invitation-created": ({ subject }) => `invited ${subject} to the Console`,
  "console-invitation-resent": ({ subject }) => `sent ${subject} a new link to the Console`,
  "console-invitation-expired": ({ subject }) =>
    `closed the Console invitation of ${subject}, which has expired`,
  "console-invitation-revoked": ({ subject }) => `revoked the Console invitation of ${subject}`,
  "console-user-created": ({ subject }) => `made ${subject} a Console User`,
  "console-user-restored": ({ subject }) => `made ${subject} a Console User again`,
  "console-user-changed": ({ subject }) => `gave ${subject} more access to the Console`,
  "console-user-frozen": ({ subject }) => `froze the Console User ${subject}`,
  "console-user-unfrozen": ({ subject }) => `unfroze the Console User ${subject}`,
  "slack-standing-changed": standingOf,
  "console-user-removed": ({ subject }) => `removed the Console User ${subject}`,
  "console-permissions-changed": ({ subject }) => `changed what ${subject} may do in the Console`,
  "slack-identity-linked": ({ subject }) => `linked a Slack user to the Console User ${subject}`,
  "slack-identity-dropped": (facts) =>
    `removed the Slack link of the Console User ${facts.subject}${because(facts)}`,
  "partner-created": ({ subject }) => `set up the Partner ${subject}`,
  "api-user-created": ({ account }) => `made the API User${account("of")}`,
  "marketplace-deployed": ({ subject, account }) => `deployed the Marketplace ${subject}${account("for")}`,
  "sign-in-token-issued": ({ subject, account }) => `made a sign-in link for ${subject}${account("to")}`,
  "sign-in-token-used": ({ subject, account }) => `signed in as ${subject}${account("to")} with a link`,
  "value-link-issued": ({ subject, account }) =>
    `got a link to enter the values for ${subject}${account("on")}`,
  "values-given": ({ subject, account }) => `entered the values for ${subject}${account("on")}`,
  "settings-changed": () => "changed the Partner's settings",
  "notification-secret-made": () => "made another secret for notifications",
  "secrets-rotated": () => "encrypted all secrets again with the newest key",
  "library-imported": () => "imported connectors and templates into the library",
  "marketplace-created": ({ subject }) => `made the Marketplace ${subject}`,
  "marketplace-renamed": ({ subject }) => `renamed the Marketplace ${subject}`,
  "marketplace-deleted": ({ subject }) => `deleted the Marketplace ${subject}`,
  "marketplace-card-added": ({ subject }) => `added a card to the Marketplace ${subject}`,
  "marketplace-card-removed": ({ subject }) => `removed a card from the Marketplace ${subject}`,
  "marketplace-templates-set": ({ subject }) => `chose the templates of a card of the Marketplace ${subject}`,
  "report-exported": ({ subject }) => `exported the report ${subject}`,
  "audit-exported": ({ subject }) => `exported the audit${subject && ` of ${subject}`}`,
  "audit-erased": (facts) => `erased a person from ${entriesOf(facts)} of the audit${because(facts)}`,
  "cloud-change-done": ({ subject, after }) =>
    after["byHand"]
      ? `said that this is done by hand in the Console: ${subject}`
      : `carried over to Cyclr's cloud: ${subject}`,
  "cloud-change-failed": (facts) =>
    `could not carry over to Cyclr's cloud: ${facts.subject}${troubleOf(facts)}`,
  "cloud-change-retried": ({ subject }) => `had it carried over to Cyclr's cloud again: ${subject}`,
  "cloud-change-by-hand": ({ subject }) => `asked for it by hand in the Console: ${subject}`,
  "cloud-change-undone": ({ subject }) => `asked to take back here: ${subject}`,
  "cloud-change-escalated": ({ subject }) =>
    `told everybody with Full Access that this waits for over an hour: ${subject}`,
  "webhook-created": ({ subject }) => `made the webhook ${subject}`,
  "webhook-changed": ({ subject }) => `changed the webhook ${subject}`,
  "webhook-deleted": ({ subject }) => `deleted the webhook ${subject}`,
  "webhook-secret-rotated": ({ subject }) => `made another secret for the webhook ${subject}`,
  "webhook-tested": ({ subject }) => `tried out the webhook ${subject}`,
  "webhook-delivery-resent": ({ subject }) => `sent an event to the webhook ${subject} again`,
  "webhook-switched-off": (facts) => `switched off the webhook ${facts.subject}${because(facts)}`,
};

/** The name of a command, a call or a kind of Request, as people write it. */
const spaced = (name: string): string => name.replaceAll("-", " ");

/** Of a length that a line has room for. */
export const short = (text: string) => shorten(text, 100);

function subjectOf({ subjectName, subjectKind, what }: Told): string {
  if (subjectKind === "request") return shorten(what ?? spaced(subjectName || "a request"), 300);
  return subjectName ? shorten(subjectName, 200) : subjectKind === "console" ? "" : subjectKind;
}

/** As an object, whatever it is. */
export function record(json: unknown): Record<string, unknown> {
  const isRecord = typeof json === "object" && json !== null && !Array.isArray(json);
  return isRecord ? (json as Record<string, unknown>) : {};
}
