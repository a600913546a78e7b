import type { Database } from "../../../src/core/kernel/database.ts";

/** All that a call could change, but for the audit of refusals. */
export async function whatStands(db: Database): Promise<unknown> {
  const [row] = await db.$queryRaw<object[]>`
    SELECT (SELECT md5(string_agg(a::text, ',' ORDER BY "id")) FROM "Account" a) AS "accounts", (SELECT md5(string_agg(u::text, ',' ORDER BY "id")) FROM "User" u) AS "users",
      (SELECT md5(string_agg(m::text, ',' ORDER BY "id")) FROM "Membership" m) AS "memberships", (SELECT count(*)::int FROM "Deployment") AS "deployments",
      (SELECT count(*)::int FROM "SecretLink") AS "links", (SELECT count(*)::int FROM "CycleEvent") AS "events",
      (SELECT count(*)::int FROM "AccessToken") AS "tokens", (SELECT count(*)::int FROM "Mailing") AS "mailings",
      (SELECT md5(string_agg(g::text, ',' ORDER BY "id")) FROM "AdministratorGrant" g) AS "grants",
      (SELECT md5(string_agg(i::text, ',' ORDER BY "id")) FROM "Invitation" i) AS "invitations",
      (SELECT md5(string_agg(c::text, ',' ORDER BY "id")) FROM "ConsoleUser" c) AS "consoleUsers",
      (SELECT md5(string_agg(c::text, ',' ORDER BY "id")) FROM "Cycle" c) AS "cycles",
      (SELECT md5(string_agg(c::text, ',' ORDER BY "id")) FROM "AccountConnector" c) AS "connectors",
      (SELECT md5(string_agg(w::text, ',' ORDER BY "id")) FROM "Webhook" w) AS "webhooks",
      (SELECT md5(string_agg(d::text, ',' ORDER BY "id")) FROM "WebhookDelivery" d) AS "deliveries",
      (SELECT count(*)::int FROM "AuditEvent" WHERE "action" <> 'refused') AS "audited"`;
  return row;
}
