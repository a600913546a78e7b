import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { type Client, DatabaseError, escapeIdentifier, escapeLiteral } from "pg";
import { auditOwners } from "../../kernel/audit/audit-owners.ts";
import { SetupError } from "../../kernel/setup-error.ts";

interface Role {
  /** Itself, or by way of a role that it is a member of. */
  actsAsOwner: boolean;
  superuser: boolean;
  /** The audit's table, its schema or the database. */
  owns: boolean;
}

/**
 * Lets the program's role do what the program does, and no more: it reads and writes rows, adds to the audit, and owns nothing. Makes
 * the role where there is none. True where it was made.
 */
export async function grantProgram(owner: Client, databaseUrl: string): Promise<boolean> {
  const { username, password } = new URL(databaseUrl);
  const [name, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const found = await findRole(owner, name);
  if (!found) await createRole(owner, name, secret);
  else if (found.superuser || found.actsAsOwner || found.owns) throw new SetupError(tooMuch(name, found));
  // At once: what is taken and given anew must never be missing to a program that runs.
  for (const statement of ["BEGIN", ...(await grants(owner, name))]) await owner.query(statement);
  if (await mayCreate(owner, name))
    throw new SetupError(
      `The role ${name} of DATABASE_URL may make functions in the schema public, which others might run as theirs. ` +
        `As who owns that schema, or as a superuser: REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${escapeIdentifier(name)}, and from each role that it is a member of; then try again.`,
    );
  await owner.query("COMMIT");
  return !found;
}

/** Itself, or by way of PUBLIC or of a role that it is a member of. */
async function mayCreate(owner: Client, role: string): Promise<boolean> {
  const sql = `SELECT EXISTS (SELECT 1 FROM pg_roles WHERE pg_has_role($1, oid, 'MEMBER')
    AND has_schema_privilege(oid, 'public', 'CREATE')) AS "may"`;
  return (await owner.query<{ may: boolean }>(sql, [role])).rows[0]?.may ?? true;
}

async function findRole(owner: Client, name: string): Promise<Role | undefined> {
  const sql = `SELECT rolsuper AS "superuser", pg_has_role(oid, current_user::regrole, 'MEMBER') AS "actsAsOwner",
      EXISTS (${auditOwners} AND pg_has_role(pg_roles.oid, "owner", 'MEMBER')) AS "owns"
    FROM pg_roles WHERE rolname = $1`;
  return (await owner.query<Role>(sql, [name])).rows[0];
}

function tooMuch(name: string, { superuser, actsAsOwner }: Role): string {
  if (!superuser && !actsAsOwner)
    return `The role ${name} of DATABASE_URL owns the database, its schema or the audit, so that it could rewrite the audit. As a superuser: REASSIGN OWNED BY ${escapeIdentifier(name)} TO the owner, by whom DATABASE_OWNER_URL connects; then try again.`;
  const what = superuser ? "is a superuser" : "may act as the owner, by whom DATABASE_OWNER_URL connects";
  return `The role ${name} of DATABASE_URL ${what}, so that it could rewrite the audit. Name another role there: npm run migrate makes it.`;
}

async function createRole(owner: Client, name: string, secret: string): Promise<void> {
  if (name === "" || secret === "")
    throw new SetupError(
      "DATABASE_URL names no role and password of the program's own: npm run migrate makes the role by them.",
    );
  try {
    await owner.query(
      `CREATE ROLE ${escapeIdentifier(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${escapeLiteral(verifier(secret))}`,
    );
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== "42501") throw error;
    throw new SetupError(
      `There is no role ${name}, and the role of DATABASE_OWNER_URL may not make one. Have an administrator run: ` +
        `CREATE ROLE ${escapeIdentifier(name)} LOGIN; and set its password, then try again.`,
      { cause: error },
    );
  }
}

/** What PostgreSQL keeps of a password (SCRAM-SHA-256, RFC 5803): so that the password itself reaches no log of the server. */
function verifier(password: string): string {
  const [salt, iterations] = [randomBytes(16), 4096];
  const salted = pbkdf2Sync(password.normalize("NFKC"), salt, iterations, 32, "sha256");
  const keyed = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(keyed("Client Key")).digest("base64");
  const server = keyed("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${server}`;
}

/** To the audit it adds rows, whose ids and salts it does not choose and of which it erases none, and has them sealed by the owner's own function. */
async function grants(owner: Client, name: string): Promise<string[]> {
  const { rows } = await owner.query<{ database: string; queue: boolean; creates: boolean; audited: string }>(
    `SELECT current_database() AS "database", to_regnamespace('bullmq') IS NOT NULL AS "queue",
       has_schema_privilege('public', 'public', 'CREATE') OR has_schema_privilege($1, 'public', 'CREATE') AS "creates",
       (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
        WHERE attrelid = '"AuditEvent"'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('id', 'salt', 'erasedBy')) AS "audited"`,
    [name],
  );
  const [row] = rows;
  if (!row) throw new Error("PostgreSQL named no database");
  const { database, queue, creates, audited } = row;
  const role = escapeIdentifier(name);
  const inPublic = [
    `GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${role}`,
    `GRANT USAGE ON SCHEMA public TO ${role}`,
    // Before PostgreSQL 15 everybody may, and in a cluster that was upgraded from there.
    ...(creates ? [`REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${role}`] : []),
    // Whatever it was given before: by TRIGGER, say, it would have functions of its own run as the owner.
    `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, ${role}`,
    `REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, ${role}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role}`,
    `REVOKE ALL ON _prisma_migrations, "AuditEvent", "AuditBlock" FROM ${role}`,
    `GRANT SELECT ON _prisma_migrations, "AuditEvent", "AuditBlock" TO ${role}`,
    `GRANT INSERT (${audited}) ON "AuditEvent" TO ${role}`,
    `GRANT EXECUTE ON FUNCTION audit_seal(INTEGER) TO ${role}`,
  ];
  if (!queue) return inPublic;
  const inQueue = [
    // BullMQ counts the jobs of each queue by a sequence that it makes at the first of them.
    `GRANT USAGE, CREATE ON SCHEMA bullmq TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bullmq TO ${role}`,
    `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bullmq TO ${role}`,
  ];
  return [...inPublic, ...inQueue, ...(await queueSequences(owner, role))];
}

/** Those that the program has made are its own already, and not the owner's to give. */
async function queueSequences(owner: Client, role: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT oid::regclass::text AS "name" FROM pg_class
     WHERE relkind = 'S' AND relnamespace = 'bullmq'::regnamespace AND relowner = current_user::regrole`,
  );
  return rows.map(({ name }) => `GRANT USAGE, SELECT ON SEQUENCE ${name} TO ${role}`);
}
