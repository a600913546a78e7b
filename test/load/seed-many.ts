import { Client } from "pg";
import { migrate } from "../../src/core/migrate.ts";
import { openDatabase } from "../../src/core/open-database.ts";
import { seed } from "../../src/sandbox/seed.ts";
import type { SlackFacts } from "./slack-commands.ts";

/** Migrated, with the sandbox's cast and so many Users and Accounts; a tenth of the Users has a second Account. */
export async function seedMany(
  databaseUrl: string,
  { users, accounts }: { users: number; accounts: number },
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
  const trigrams = await dropTrigramIndexes(client);
  await client.query("SET maintenance_work_mem = '512MB'");
  await client.query(
    `INSERT INTO "Account" (id, "apiId", "apiIdKey", name, "nameKey", "updatedAt")
     SELECT gen_random_uuid(), 'made-' || n, 'made-' || n, 'Made Customer ' || n, 'made customer ' || n, now()
     FROM generate_series(1, $1::int) n`,
    [accounts],
  );
  await client.query(
    `INSERT INTO "User" (id, username, "usernameKey", email, "emailKey", "updatedAt")
     SELECT gen_random_uuid(), u, u, u, u, now()
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
  for (const definition of trigrams) await client.query(definition);
  await client.query("VACUUM ANALYZE");
  await client.end();
}

/** Made again afterwards, all at once: row by row a million entries take minutes. */
async function dropTrigramIndexes(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%gin_trgm_ops%'`,
  );
  for (const { indexname } of rows) await client.query(`DROP INDEX "${indexname}"`);
  return rows.map(({ indexdef }) => indexdef);
}
