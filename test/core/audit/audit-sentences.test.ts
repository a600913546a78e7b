import { describe, expect, test } from "vitest";
import { auditWords } from "../../../src/core/audit/audit-words.ts";
import { changeWords } from "../../../src/core/audit/change-words.ts";
import { definedRequests } from "../../../src/core/features.ts";
import { type AuditAction, auditActions } from "../../../src/core/kernel/audit/audit-actions.ts";
import { resolveHints } from "../../../src/core/kernel/text/command-hint.ts";

const id = "0189d3a2-1111-7222-8333-444455556666";
const later = "2026-12-07T04:24:03.679Z";
const acme = "Acme Ltd (acme)";
const what = `the invitation of anna@acme.example to ${acme} as Administrator`;
interface Entry {
  subject: string;
  before?: object;
  after?: object;
  /** By name; none where its Account is of no matter. */
  of?: string;
}

const request = (after?: object): Entry => ({ subject: "request: invite-user", ...(after && { after }) });
const user = (before?: object, after?: object): Entry => ({
  subject: "user: hanna",
  of: acme,
  ...(before && { before }),
  ...(after && { after }),
});
const invitation = (after?: object): Entry => ({
  ...user({ state: "open" }, after),
  subject: "invitation: anna@acme.example",
});
const consoleUser = (before?: object, after?: object): Entry => ({
  ...user(before, after),
  subject: "console-user: Vera Lind",
});
const toConsole = (before?: object, after?: object): Entry => ({
  ...user(before, after),
  subject: "console-invitation: sam@partner.example",
});
const about =
  (subject: string) =>
  (before?: object, after?: object): Entry => ({
    ...user(before, after),
    subject,
  });
const cycle = about("cycle: Orders");
const marketplace = about("marketplace: 1 Retail");
const webhook = about("webhook: Orders");
const client = about("api-client: Billing");
const account = about(`account: ${acme}`);

/** As the program writes them, with all that must not be read by people. */
const entries: Record<AuditAction, Entry> = {
  requested: request({
    accountId: id,
    grant: [id],
    digest: "da3b31e08f5f",
    sensitiveIds: [id],
    shown: "8m1H91TqX0aa",
    until: later,
    because: "on leave",
  }),
  drafted: request({ userId: id, accountId: id, because: "on leave" }),
  "request-done": request({ outcome: "added-some", trouble: null }),
  "request-failed": request({ outcome: null, trouble: "The mail server refuses this address (550)." }),
  "request-cancelled": request({ because: "The requester was removed." }),
  "request-expired": request(),
  "request-approved": request({ missing: 1 }),
  "request-approved-alone": request({ alone: true, typed: "I am the only one" }),
  "approval-needed": request({ approvals: 2, needs: "users:manage", because: "the rules have changed" }),
  "request-denied": request({ because: "not this month" }),
  "draft-expired": request(),
  "request-retried": request({ count: 4, failed: 2 }),
  refused: { subject: "command: reset-password", after: { missing: "users:edit" } },
  "administrator-granted": user({ level: "Access" }, { level: "Administrator", until: later }),
  "administrator-ended": user({ level: "Administrator" }, { level: "Access" }),
  "administrator-returned": user({ level: "Administrator" }, { level: "Administrator", until: later }),
  "administrator-revoked": user({ level: "Administrator", until: later }, { level: "Access" }),
  "membership-given": user(undefined, { level: "Access" }),
  "membership-removed": user({ level: "Administrator" }),
  "membership-suspended": user({ suspended: false }, { suspended: true, because: "left" }),
  "membership-resumed": user({ suspended: true, because: "left" }, { suspended: false, because: null }),
  "invitation-created": invitation({ level: "Access", expiresAt: later }),
  "invitation-resent": {
    ...invitation({ issue: 2, expiresAt: later, at: later }),
    before: { issue: 1, expiresAt: later },
  },
  "invitation-revoked": invitation({ state: "revoked", because: "replaced by a new one" }),
  "invitation-expired": invitation(),
  "invitation-accepted": user(undefined, { level: "Administrator", username: "hanna" }),
  "user-created": user(undefined, { username: "hanna", email: "hanna@acme.example" }),
  "user-deleted": user({ username: "hanna", firstName: "", email: "hanna@acme.example", accounts: 3 }),
  "password-link-issued": user(undefined, { issue: 1, expiresAt: later }),
  "password-set": user(),
  "temporary-password-allowed": user(undefined, { mustChangePassword: true }),
  "temporary-password-shown": user(undefined, { mustChangePassword: true }),
  "signed-in": user(undefined, { from: "203.0.113.7" }),
  "signed-out": user(),
  "session-ended": user(undefined, { from: "203.0.113.7" }),
  "sessions-ended": user(undefined, { sessionsEnded: 3 }),
  "sign-in-refused": { subject: "user: ", after: { from: "203.0.113.7" } },
  "password-link-requested": { subject: "user: " },
  "password-changed": user(undefined, { sessionsEnded: 2 }),
  "names-changed": user({ firstName: "Hanna", lastName: "" }, { firstName: "Hanna", lastName: "Berg" }),
  "email-change-requested": user({ email: null }, { email: "new@acme.example" }),
  "email-changed": user({ email: "old@acme.example" }, { email: "new@acme.example" }),
  "account-created": account(undefined, { name: "Acme Ltd", apiId: id, description: "", parent: null }),
  "account-imported": account(undefined, { members: ["hanna", "jo"], newUsers: 1 }),
  "difference-settled": about("difference: Acme Ltd (acme) is here and no longer in Cyclr.")(undefined, {
    how: "push",
  }),
  "account-settings-changed": account(
    { name: "Acme", sensitiveBecause: null },
    { name: "Acme Ltd", sensitiveBecause: "Ask the CFO" },
  ),
  "account-suspended": account({ suspended: false }, { suspended: true, because: "unpaid" }),
  "account-resumed": account({ suspended: true, because: "unpaid" }, { suspended: false, because: "paid" }),
  "account-deleted": account({
    name: "Acme Ltd",
    apiId: "acme",
    users: 2,
    administrators: 1,
    invitations: 0,
    cycles: 1,
  }),
  "connector-installed": {
    subject: "account-connector: Shopline",
    of: acme,
    after: { name: "Shopline", version: "1.0", properties: ["shop", "token"] },
  },
  "connector-authenticated": {
    subject: "account-connector: Shopline",
    of: acme,
    after: { connector: "Shopline", version: "1.0", name: "Shopline" },
  },
  "connector-deauthenticated": {
    subject: "account-connector: Shopline",
    of: acme,
    after: { properties: [] },
  },
  "connector-changed": {
    subject: "account-connector: Shop of Acme",
    of: acme,
    before: { name: "Shopline" },
    after: { name: "Shop of Acme" },
  },
  "connector-removed": {
    subject: "account-connector: Shopline",
    of: acme,
    before: { connector: "Shopline", version: "1.0", name: "Shopline" },
  },
  "api-client-created": client(undefined, {
    name: "Billing",
    clientId: "8m1H91TqX0aaBBcc",
    account: acme,
    accountId: id,
  }),
  "api-client-changed": client({ permissions: { users: "view" } }, { permissions: { users: "edit" } }),
  "api-client-secret-added": client(undefined, { name: "Secret 2", prefix: "8m1H91", endsAt: later }),
  "api-client-secret-shown": client(undefined, { name: "Secret 2", prefix: "8m1H91" }),
  "api-client-secret-revoked": client({ name: "Secret 1", prefix: "Tq9x_0" }),
  "api-client-revoked": client({ name: "Billing", clientId: "8m1H91TqX0aaBBcc" }),
  "access-token-issued": client(undefined, { expiresAt: later }),
  "access-token-revoked": client(),
  "template-installed": cycle(undefined, { template: "Orders to invoices", name: "Orders" }),
  "cycle-created": cycle(undefined, { name: "Orders", description: "", steps: 3 }),
  "cycle-adjusted": cycle({ name: "Orders", steps: 3 }, { name: "Orders", steps: 4 }),
  "cycle-started": cycle({ status: "Paused" }, { status: "Active" }),
  "cycle-stopped": cycle({ status: "Active" }, { status: "Paused" }),
  "cycle-deleted": cycle({ name: "Orders", description: "" }),
  "console-invitation-created": toConsole(undefined, { access: "users: edit", expiresAt: later }),
  "console-invitation-resent": toConsole(
    { issue: 1, expiresAt: later },
    { issue: 2, expiresAt: later, at: later },
  ),
  "console-invitation-expired": toConsole(),
  "console-invitation-revoked": toConsole({ state: "open" }, { state: "revoked" }),
  "console-user-created": consoleUser(undefined, {
    access: "users: edit",
    email: "vera@partner.example",
    by: "invitation",
  }),
  "console-user-restored": consoleUser({ removed: true }, { access: "users: edit", removed: false }),
  "console-user-changed": consoleUser({ access: "users: view" }, { access: "Full Access" }),
  "console-user-frozen": consoleUser({ access: "users: edit" }, { frozen: true }),
  "console-user-unfrozen": consoleUser({ frozen: true }, { access: "users: edit" }),
  "slack-standing-changed": consoleUser({ excluded: null }, { excluded: "stranger" }),
  "console-user-removed": consoleUser(
    { access: "users: edit", chatUserId: "U012AB3CD" },
    { removed: true, chatUserId: null },
  ),
  "console-permissions-changed": consoleUser(
    { fullAccess: false, permissions: { accounts: "view", users: "view" } },
    { fullAccess: false, permissions: { accounts: "view", users: "edit" } },
  ),
  "slack-identity-linked": consoleUser(undefined, { chatUserId: "U012AB3CD", by: "confirmed e-mail" }),
  "slack-identity-dropped": consoleUser(
    { chatUserId: "U012AB3CD", email: "vera@partner.example" },
    { chatUserId: null, because: "the e-mail in Slack has changed" },
  ),
  "partner-created": { subject: "partner: Northwind" },
  "api-user-created": user(undefined, { username: "api-user-acme" }),
  "marketplace-deployed": { ...marketplace(undefined, { account: acme, user: "hanna" }) },
  "sign-in-token-issued": user(undefined, { account: acme, expiresAt: later }),
  "sign-in-token-used": user(undefined, { account: acme }),
  "value-link-issued": request({ expiresAt: later }),
  "values-given": request({ connectors: ["Shopline"] }),
  "settings-changed": { subject: "partner: Northwind", before: { serviceDomain: null }, after: {} },
  "notification-secret-made": { subject: "partner: Northwind", after: { replaced: true } },
  "secrets-rotated": { subject: "secrets: what is sealed", after: { resealed: 12, key: "3f9a0c1d2e4b5a69" } },
  "library-imported": { subject: "library: the library", after: { connectors: 4, templates: 9 } },
  "marketplace-created": marketplace(undefined, { name: "Retail" }),
  "marketplace-renamed": marketplace({ name: "Retail" }, { name: "Retail and more" }),
  "marketplace-deleted": marketplace({ name: "Retail", cards: 2 }),
  "marketplace-card-added": marketplace(undefined, { card: "Accounting", templates: ["Orders to invoices"] }),
  "marketplace-card-removed": marketplace({ card: "Accounting" }),
  "marketplace-templates-set": marketplace(
    { card: "Accounting", templates: [] },
    { card: "Accounting", templates: ["Orders"] },
  ),
  "report-exported": { subject: "report: users", after: { rows: 14, cut: false } },
  "audit-exported": { subject: "audit: Acme Ltd (acme)", after: { rows: 140, range: "from 1 Mar 2026" } },
  "audit-erased": about("audit: ")(undefined, { entries: 2, ids: "{[7,9)}", digests: "8m1H91TqX0aa" }),
  "cloud-change-done": { subject: "cloud-change: the removal of hanna from acme" },
  "cloud-change-failed": { subject: "cloud-change: the deletion of acme", after: { trouble: "It said no." } },
  "cloud-change-retried": { subject: "cloud-change: the deletion of acme" },
  "cloud-change-by-hand": { subject: "cloud-change: the deletion of acme" },
  "cloud-change-undone": { subject: "cloud-change: the new Account acme" },
  "cloud-change-escalated": { subject: "cloud-change: the level Access of kim in acme" },
  "webhook-created": webhook(undefined, { address: "https://acme.example/hook", eventTypes: "all" }),
  "webhook-changed": webhook({ enabled: true }, { enabled: false }),
  "webhook-deleted": webhook({ address: "https://acme.example/hook" }),
  "webhook-secret-rotated": webhook(),
  "webhook-tested": webhook(),
  "webhook-delivery-resent": webhook(undefined, { delivery: id, type: "test" }),
  "webhook-switched-off": webhook(undefined, { because: "Its address says that it is gone (410)." }),
};

const noSentence: [string, RegExp][] = [
  ["an id", /[0-9a-f]{8}-[0-9a-f]{4}-|U012AB3CD/u],
  ["a digest or a token", /\b[0-9a-f]{12,}\b|\b(?=\w*\d)(?=\w*[A-Z])(?=\w*[a-z])\w{10,}\b/u],
  ["raw JSON", /[{}[\]"]|\bnull\b|\btrue\b|\bfalse\b/u],
  ["an ISO moment", /\d{4}-\d{2}-\d{2}T/u],
  ["a name of the program's own", /[a-z][A-Z]|\b[a-z]+:[a-z]+\b/u],
];

function told(action: AuditAction): { sentence: string; change: string } {
  const { subject, before = null, after = null, of } = entries[action];
  const [subjectKind = "", subjectName = ""] = subject.split(/: ?(.*)/u);
  const event = {
    action,
    subjectKind,
    subjectName,
    before: before as never,
    after: after as never,
    ...(subjectKind === "request" && { what }),
  };
  return {
    sentence: resolveHints(auditWords(event, of)),
    change: resolveHints(changeWords(event, of)),
  };
}

describe("an entry of every action is a sentence:", () => {
  test.each(auditActions)("%s", (action) => {
    const { sentence, change } = told(action);
    expect(sentence).toMatch(/^[a-z]+(?: \S+)+$/u);
    for (const [name, pattern] of noSentence) {
      expect({ sentence, has: pattern.test(sentence) && name }).toEqual({ sentence, has: false });
      expect({ change, has: pattern.test(change) && name }).toEqual({ change, has: false });
    }
    // Neither the name of an action nor that of a kind of Request or a command.
    for (const name of [...auditActions, ...definedRequests.map(({ kind }) => kind)].filter((one) =>
      one.includes("-"),
    ))
      expect(`${sentence} ${change}`).not.toMatch(new RegExp(`(?<![\\w@-])${name}(?![\\w-])`, "u"));
  });

  test.each(auditActions)("%s says no reason and no Account twice", (action) => {
    const { sentence, change } = told(action);
    const said = `${sentence}\n${change}`;
    const { because } = (entries[action].after ?? {}) as { because?: string | null };
    if (because) expect(said.split(because)).toHaveLength(2);
    expect(said.split(acme).length).toBeLessThanOrEqual(2);
  });

  test("as in these", () => {
    expect([told("requested"), told("administrator-granted"), told("console-permissions-changed")]).toEqual([
      { sentence: `asked for ${what}: on leave`, change: "" },
      { sentence: `granted Administrator of ${acme} to hanna until Mon, 7 Dec 2026, 04:24 UTC`, change: "" },
      {
        sentence: "changed what Vera Lind may do in the Console",
        change: "permissions: accounts view, users view → accounts view, users edit",
      },
    ]);
  });
});
