import { shorten } from "../kernel/text/mrkdwn.ts";
import type { AuditEvent } from "../generated/prisma/client.ts";
import { moment } from "../kernel/text/moment-words.ts";
import { oneLine } from "../kernel/text/one-line.ts";

type Told = Pick<AuditEvent, "action" | "subjectKind" | "subjectName" | "before" | "after">;

/** What an entry says was done, after its actor's name. Plain text; `account` is the label of its Account, if it has one. */
export function auditWords(event: Told, account?: string): string {
  const words = Object.hasOwn(table, event.action) ? table[event.action] : undefined;
  if (words) return words(factsOf(event, account));
  const name = subjectOf(event);
  const where = account && account !== name ? ` in ${account}` : "";
  return `${event.action}${name && `: ${name}`}${where}`;
}

interface Facts {
  subject: string;
  /** " of Acme Ltd (acme)", " on …", " to …", or nothing where there is no Account. */
  account: (preposition: string) => string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  kind: string;
}

function factsOf(event: Told, account: string | undefined): Facts {
  return {
    subject: subjectOf(event),
    account: (preposition) => (account ? ` ${preposition} ${account}` : ""),
    before: record(event.before),
    after: record(event.after),
    kind: event.subjectKind,
  };
}

const level = ({ after }: Facts) => (typeof after["level"] === "string" ? ` as ${after["level"]}` : "");
const because = ({ after }: Facts) =>
  typeof after["because"] === "string" ? `: ${short(oneLine(after["because"]))}` : "";
const until = ({ after }: Facts) =>
  typeof after["until"] === "string" ? ` until ${moment(new Date(after["until"]))}` : "";
const goesOn = ({ after }: Facts) => (after["level"] === "Administrator" ? ", while another goes on" : "");
const grantOf = (facts: Facts) =>
  `${facts.after["level"] === "Administrator" ? "a grant of " : ""}Administrator${facts.account("of")}`;
const missing = ({ after }: Facts) =>
  typeof after["missing"] === "string" ? `: ${after["missing"]} is missing` : "";

const table: Record<string, ((facts: Facts) => string) | undefined> = {
  requested: (facts) => `asked for ${facts.subject}${facts.account("on")}${because(facts)}`,
  drafted: (facts) => `asked for ${facts.subject}${facts.account("on")}, not confirmed yet${because(facts)}`,
  "request-done": ({ subject, account }) => `finished ${subject}${account("on")}`,
  "request-failed": ({ subject, account, after }) =>
    `failed at ${subject}${account("on")}${typeof after["trouble"] === "string" ? `: ${short(after["trouble"])}` : ""}`,
  "request-cancelled": ({ subject, account }) => `withdrew ${subject}${account("on")}`,
  "request-expired": ({ subject, account }) => `let ${subject}${account("on")} end, which waited too long`,
  "request-approved": ({ subject, account, after }) =>
    `approved ${subject}${account("on")}${typeof after["missing"] === "number" && after["missing"] > 0 ? `, with ${after["missing"]} more to approve it` : ""}`,
  "request-approved-alone": ({ subject, account }) =>
    `went on alone with ${subject}${account("on")}, which nobody else could approve`,
  "approval-needed": (facts) =>
    `had ${facts.subject}${facts.account("on")} wait for approval${because(facts)}`,
  "request-denied": (facts) => `denied ${facts.subject}${facts.account("on")}${because(facts)}`,
  "draft-expired": ({ subject, account }) =>
    `dropped ${subject}${account("on")}, which nobody confirmed in time`,
  "request-retried": ({ subject, account }) => `tried again what failed of ${subject}${account("on")}`,
  refused: (facts) =>
    `was refused ${facts.kind === "console" ? "the Console" : facts.subject}${because(facts) || missing(facts)}`,
  "administrator-granted": (facts) =>
    `granted Administrator${facts.account("of")} to ${facts.subject}${until(facts)}`,
  "administrator-ended": (facts) => `let ${grantOf(facts)} for ${facts.subject} run out${goesOn(facts)}`,
  "administrator-returned": (facts) => `gave ${grantOf(facts)} for ${facts.subject} back${goesOn(facts)}`,
  "administrator-revoked": ({ subject, account }) => `took Administrator${account("of")} from ${subject}`,
  "membership-given": (facts) => `gave ${facts.subject} access${facts.account("to")}${level(facts)}`,
  "membership-removed": ({ subject, account }) => `removed ${subject}${account("from")}`,
  "membership-suspended": (facts) => `suspended ${facts.subject}${facts.account("on")}${because(facts)}`,
  "membership-resumed": (facts) => `let ${facts.subject} back${facts.account("into")}${because(facts)}`,
  "invitation-created": (facts) => `invited ${facts.subject}${facts.account("to")}${level(facts)}`,
  "invitation-resent": ({ subject, account }) => `sent the invitation of ${subject}${account("to")} again`,
  "invitation-revoked": ({ subject, account }) => `revoked the invitation of ${subject}${account("to")}`,
  "invitation-expired": ({ subject, account }) => `let the invitation of ${subject}${account("to")} expire`,
  "invitation-accepted": (facts) =>
    `accepted the invitation${facts.account("to")} as user ${facts.subject}${level(facts)}`,
  "user-created": ({ subject }) => `created the User ${subject}`,
  "user-deleted": ({ subject }) => `deleted the User ${subject}`,
  "password-link-issued": ({ subject }) => `issued a link to set a password to ${subject}`,
  "password-set": ({ subject }) => `set the password of ${subject}`,
  "temporary-password-allowed": ({ subject }) => `got leave to show a temporary password for ${subject}`,
  "temporary-password-shown": ({ subject }) => `was shown a temporary password for ${subject}, once`,
  "signed-in": ({ subject, account }) => `signed in as ${subject}${account("to")}`,
  "signed-out": ({ subject }) => `signed out as ${subject}`,
  "session-ended": ({ subject }) => `ended a session of ${subject}`,
  "sessions-ended": ({ subject }) => `ended all other sessions of ${subject}`,
  "sign-in-refused": (facts) =>
    facts.subject === facts.kind ? "was refused to sign in" : `was refused to sign in as ${facts.subject}`,
  "password-link-requested": () => "asked for a link to set a forgotten password",
  "password-changed": ({ subject }) => `changed the password of ${subject}`,
  "names-changed": ({ subject }) => `changed the names of ${subject}`,
  "email-change-requested": ({ subject }) => `asked for another e-mail for ${subject}`,
  "email-changed": ({ subject }) => `confirmed another e-mail for ${subject}`,
  "account-created": ({ subject }) => `created the Account ${subject}`,
  "account-settings-changed": ({ subject }) => `changed the settings of ${subject}`,
  "account-suspended": (facts) => `suspended the Account ${facts.subject}${because(facts)}`,
  "account-resumed": (facts) => `resumed the Account ${facts.subject}${because(facts)}`,
  "account-deleted": ({ subject }) => `deleted the Account ${subject}`,
  "connector-installed": ({ subject, account }) => `installed the connector ${subject}${account("in")}`,
  "connector-authenticated": ({ subject, account }) =>
    `gave the connector ${subject}${account("in")} new values`,
  "api-client-created": ({ subject, account }) => `made the API client ${subject}${account("for")}`,
  "api-client-secret-shown": ({ subject }) => `was shown the secret of the API client ${subject}, once`,
  "api-client-revoked": ({ subject }) => `revoked the API client ${subject}`,
  "access-token-issued": ({ account }) => `took an access token${account("for")}`,
  "template-installed": ({ subject, account }) => `installed the template of ${subject}${account("in")}`,
  "cycle-created": ({ subject, account }) => `made the cycle ${subject}${account("in")}`,
  "cycle-adjusted": ({ subject, account }) => `adjusted the cycle ${subject}${account("in")}`,
  "cycle-started": ({ subject, account }) => `started the cycle ${subject}${account("in")}`,
  "cycle-stopped": ({ subject, account }) => `stopped the cycle ${subject}${account("in")}`,
  "cycle-deleted": ({ subject, account }) => `deleted the cycle ${subject}${account("in")}`,
  "console-invitation-created": ({ subject }) => `invited ${subject} to the Console`,
  "console-invitation-resent": ({ subject }) => `sent the Console invitation of ${subject} again`,
  "console-invitation-expired": ({ subject }) => `let the Console invitation of ${subject} expire`,
  "console-invitation-revoked": ({ subject }) => `revoked the Console invitation of ${subject}`,
  "console-user-created": ({ subject }) => `made ${subject} a Console User`,
  "console-user-restored": ({ subject }) => `made ${subject} a Console User again`,
  "console-user-changed": ({ subject }) => `gave ${subject} more access to the Console`,
  "console-user-frozen": ({ subject }) => `froze the Console User ${subject}`,
  "console-user-unfrozen": ({ subject }) => `unfroze the Console User ${subject}`,
  "slack-standing-changed": ({ subject, after }) =>
    typeof after["excluded"] === "string"
      ? `learnt from Slack about the Console User ${subject}: ${after["excluded"]}`
      : `learnt that the Console User ${subject} is a full member in Slack again`,
  "console-user-removed": ({ subject }) => `removed the Console User ${subject}`,
  "console-permissions-changed": ({ subject }) => `changed what ${subject} may do in the Console`,
  "slack-identity-linked": ({ subject }) => `was linked in Slack to the Console User ${subject}`,
  "slack-identity-dropped": ({ subject }) => `was unlinked in Slack from the Console User ${subject}`,
  "partner-created": ({ subject }) => `set up the Partner ${subject}`,
  "api-user-created": ({ account }) => `made the API User${account("of")}`,
  "marketplace-deployed": ({ subject, account }) => `deployed the Marketplace ${subject}${account("for")}`,
  "sign-in-token-issued": ({ subject, account }) => `made a sign-in link of ${subject}${account("to")}`,
  "sign-in-token-used": ({ subject, account }) => `signed in as ${subject}${account("to")} by a link`,
  "value-link-issued": ({ subject, account }) =>
    `got a link to give the values of ${subject}${account("on")}`,
  "values-given": ({ subject, account }) => `gave the values of ${subject}${account("on")}`,
  "settings-changed": () => "changed the Partner's settings",
  "notification-secret-made": () => "made another secret for notifications",
  "secrets-rotated": () => "sealed everything anew under the newest key",
  "library-imported": () => "imported connectors and templates into the library",
  "marketplace-created": ({ subject }) => `made the Marketplace ${subject}`,
  "marketplace-renamed": ({ subject }) => `renamed the Marketplace ${subject}`,
  "marketplace-deleted": ({ subject }) => `deleted the Marketplace ${subject}`,
  "marketplace-card-added": ({ subject }) => `added a card to the Marketplace ${subject}`,
  "marketplace-card-removed": ({ subject }) => `removed a card from the Marketplace ${subject}`,
  "marketplace-templates-set": ({ subject }) => `chose the templates of a card of the Marketplace ${subject}`,
  "report-exported": ({ subject }) => `exported the report ${subject}`,
  "audit-exported": ({ subject }) => `exported the audit${subject && ` of ${subject}`}`,
};

/** The actions that have words of their own. */
export const toldActions = Object.keys(table);

const entriesAtMost = 5;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Before and after in short: "level: Access → Administrator". Ids say nothing to people and are left out. */
export function changeWords({ before, after }: Pick<Told, "before" | "after">): string {
  const [was, is] = [record(before), record(after)];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (key) =>
      !unsaid.has(key) && valueOf(was[key]) !== valueOf(is[key]) && ![was[key], is[key]].some(saysNothing),
  );
  const told = keys.slice(0, entriesAtMost).map((key) => {
    const from = key in was ? `${valueOf(was[key])} → ` : "";
    return `${nameOfKey(key)}: ${from}${key in is ? valueOf(is[key]) : "nothing"}`;
  });
  return [...told, ...(keys.length > told.length ? ["…"] : [])].join(", ");
}

/** What only the program reads, or the sentence says already. */
const unsaid = new Set(["digest", "shown", "sensitiveIds", "issue", "because", "missing", "trouble"]);

/** Ids, lists of them, and lists of nothing. */
function saysNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(saysNothing);
  return typeof value === "string" && uuid.test(value);
}

/** `asAdministrator` as people write it: as administrator. */
const nameOfKey = (key: string): string => key.replace(/(?<=[a-z])(?=[A-Z])/gu, " ").toLowerCase();

const isoMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/u;

function valueOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "string") return isoMoment.test(value) ? moment(new Date(value)) : short(value);
  if (Array.isArray(value)) return short(value.map(valueOf).join(", ")) || "nothing";
  if (typeof value === "object") return objectWords(value as Record<string, unknown>);
  return short(typeof value === "boolean" ? (value ? "yes" : "no") : JSON.stringify(value));
}

/** `{"accounts":"view","users":"edit"}` as accounts view, users edit. */
function objectWords(value: Record<string, unknown>): string {
  const told = Object.entries(value)
    .filter(([, each]) => !saysNothing(each) && each !== false && each !== null)
    .map(([key, each]) => (each === true ? nameOfKey(key) : `${nameOfKey(key)} ${valueOf(each)}`));
  return short(told.join(", ")) || "nothing";
}

const short = (text: string) => shorten(text, 100);

function subjectOf({ subjectName, subjectKind }: Told): string {
  return subjectName ? shorten(subjectName, 200) : subjectKind === "console" ? "" : subjectKind;
}

function record(json: unknown): Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json)
    ? (json as Record<string, unknown>)
    : {};
}

/** Who it was, and through what. */
export function actorWords({ actorName, surface }: Pick<AuditEvent, "actorName" | "surface">): string {
  const surfaces: Record<string, string> = {
    slack: "Slack",
    web: "the web",
    api: "the API",
    "command-line": "the command line",
    job: "a job",
  };
  return `${shorten(actorName, 200)} (${surfaces[surface] ?? surface})`;
}
