import { Client } from "pg";
import { migrate } from "../../src/core/migrate.ts";
import { openDatabase } from "../../src/core/open-database.ts";
import { seed } from "../../src/sandbox/seed.ts";
import type { SlackFacts } from "./slack-commands.ts";
import type { Size } from "./with-ground.ts";

/**
 * Migrated, with the sandbox's cast and so many Users and Accounts; a tenth of the Users has a second Account. What was asked
 * for and audited before is made up, and sealed, so that no worker has that before it.
 */
export async function seedMany(
  databaseUrl: string,
  { users, accounts, requests, audited }: Size,
  { teamId, userId }: SlackFacts,
): Promise<void> {
  const config = { databaseUrl, redisUrl: undefined, logLevel: "error" } as const;
  await migrate(config);
  const db = await openDatabase(config);
  await seed(db);
  await db.consoleUser.update({
    where: { emailKey: "ed@northwind.example" },
    data: {
      chatTeamId: teamId,
      chatUserId: userId,
      chatEmailKey: "ed@northwind.example",
      chatLinkedAt: new Date(),
    },
  });
  await db.$disconnect();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const indexes = await dropSlowIndexes(client);
  await client.query("SET maintenance_work_mem = '512MB'");
  await client.query(
    `INSERT INTO "Account" (id, "apiId", "apiIdKey", name, "nameKey", "updatedAt")
     SELECT gen_random_uuid(), 'made-' || n, 'made-' || n, 'Made Customer ' || n, 'made customer ' || n, now()
     FROM generate_series(1, $1::int) n`,
    [accounts],
  );
  await client.query(
    `INSERT INTO "User" (id, username, "usernameKey", "lookAlikeKeys", email, "emailKey", "updatedAt")
     SELECT gen_random_uuid(), u, u, ARRAY[translate(replace(u, 'm', 'rn'), '01', 'ol')], u, u, now()
     FROM (SELECT 'made.user.' || n || '@customer' || n % 9973 || '.example' AS u FROM generate_series(1, $1::int) n) made`,
    [users],
  );
  await client.query(`ANALYZE "Account", "User"`);
  // The count apart, so that the two can be joined by a hash.
  await client.query(
    `WITH u AS (SELECT id, row_number() OVER () AS n FROM "User"),
          a AS (SELECT id, row_number() OVER () AS n FROM "Account")
     INSERT INTO "Membership" (id, "userId", "accountId")
     SELECT gen_random_uuid(), u.id, a.id FROM u JOIN a ON a.n = 1 + u.n % (SELECT count(*) FROM "Account")
     UNION ALL
     SELECT gen_random_uuid(), u.id, a.id FROM u JOIN a ON a.n = 1 + (u.n + 7) % (SELECT count(*) FROM "Account")
     WHERE u.n % 10 = 0
     ON CONFLICT DO NOTHING`,
  );
  await client.query(
    `WITH ed AS (SELECT id FROM "ConsoleUser" WHERE "emailKey" = 'ed@northwind.example'),
          a AS (SELECT id, row_number() OVER () AS n FROM "Account"),
          made AS (
            INSERT INTO "Request" (id, kind, input, status, outcome, "requesterId", "accountId", needs, what, lease,
              "appliedAt", "mailedAt", "finishedAt", "createdAt")
            SELECT gen_random_uuid(), 'invite-user', '{}', 'done', 'invited', ed.id, a.id, 'users:edit', 'made ' || made.n, 1,
              at, at, at, at
            FROM ed, (SELECT n, now() - n * interval '1 minute' AS at FROM generate_series(1, $1::int) n) made
            JOIN a ON a.n = 1 + made.n % (SELECT count(*) FROM "Account")
            RETURNING id, "createdAt")
     INSERT INTO "ChatMessage" (id, "requestId", key, "channelId", "chatUserId", generation, "observedGeneration",
       "postedTo", "postedId", "postedAt", "createdAt")
     SELECT gen_random_uuid(), id, 'card', 'CMADE', 'UMADE', 2, 2, 'CMADE', '1.1', "createdAt", "createdAt" FROM made`,
    [requests],
  );
  await client.query(
    `WITH a AS (SELECT id, row_number() OVER () AS n FROM "Account")
     INSERT INTO "AuditEvent" (at, "actorKind", "actorId", "actorName", surface, action,
       "subjectKind", "subjectId", "subjectName", "accountId", after)
     SELECT now() - made.n * interval '10 seconds',
       'console-user', 'made-' || made.n % 50, 'Made Person', 'slack', 'invitation-created', 'invitation', 'made-' || made.n,
       'Made Subject', a.id, '{"level": "Access"}'
     FROM generate_series(1, $1::int) AS made (n) JOIN a ON a.n = 1 + made.n % (SELECT count(*) FROM "Account")`,
    [audited],
  );
  for (let sealed = 1; sealed > 0;) {
    const { rows } = await client.query<{ sealed: number }>(`SELECT audit_seal(1000) AS "sealed"`);
    sealed = rows[0]?.sealed ?? 0;
  }
  for (const definition of indexes) await client.query(definition);
  await client.query("VACUUM ANALYZE");
  await client.end();
}

/** Made again afterwards, all at once: row by row a million entries take minutes. */
async function dropSlowIndexes(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%USING gin %'`,
  );
  for (const { indexname } of rows) await client.query(`DROP INDEX "${indexname}"`);
  return rows.map(({ indexdef }) => indexdef);
}
