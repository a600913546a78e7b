import type { Database } from "../kernel/database.ts";

export interface Column {
  name: string;
  kind: "text" | "json" | "list";
  /** Two rows must not say the same there. */
  isUnique: boolean;
}

export interface Table {
  name: string;
  keys: string[];
  columns: Column[];
}

/** Told in another way than column by column. */
const apart = new Set(["AuditEvent", "AuditBlock", "ConsoleUser", "_prisma_migrations"]);

/**
 * What is in use and not a record of what was done: names and texts that people gave things, and the Users who are there. Where
 * such a thing names the person, its owner renames it; every other column of text, also of a table to come, is a record.
 */
const inUse: Record<string, string[] | "all"> = {
  User: "all",
  Partner: "all",
  Logo: "all",
  Connector: "all",
  AccountConnector: "all",
  Template: "all",
  Marketplace: "all",
  MarketplaceCard: "all",
  Cycle: "all",
  CloudAccount: "all",
  CloudUser: "all",
  CloudListed: "all",
  Account: ["apiId", "apiIdKey", "externalId", "name", "nameKey", "description", "timeZone", "runSettings"],
  ApiClient: ["clientId", "name", "permissions"],
  Webhook: ["url", "description", "eventTypes"],
};

/** The program's own words and ids, sealed or hashed values: a user ID that is such a word must not take them with it. */
const notOfPeople: Record<string, string[]> = {
  Request: ["kind", "outcome", "needs", "approverNeeds", "traceParent"],
  RequestItem: ["outcome"],
  ChatMessage: ["key", "channelId", "postedTo", "postedId", "movedBecause", "rateLimit"],
  ChatRateLimit: ["channelId"],
  CloudPace: ["lane"],
  CloudSync: ["scope"],
  CloudEffect: ["kind", "cloudId"],
  CloudDrift: ["kind", "cloudId", "settledAs"],
  ConsoleInvitation: ["permissions"],
  AccessToken: ["permissions"],
  Delivery: ["key"],
  Mailing: ["kind"],
  WebhookDelivery: ["type"],
};
const unreadable = /(?:Sealed|Hash)$/u;

/** Every table with the columns of text and JSON that can name a person: records of what was done, and what is in use. */
export async function personalColumns(db: Database): Promise<{ records: Table[]; inUse: Table[] }> {
  const found = await db.$queryRaw<
    { table: string; keys: string[]; column: string; type: string; isUnique: boolean }[]
  >`
    SELECT class.relname::text AS "table", attname::text AS "column", atttypid::regtype::text AS "type",
      EXISTS (SELECT 1 FROM pg_index WHERE indrelid = class.oid AND indisunique AND attnum = ANY(indkey)) AS "isUnique",
      ARRAY(SELECT key.attname::text FROM pg_index JOIN pg_attribute key ON key.attrelid = class.oid AND key.attnum = ANY(indkey)
        WHERE indrelid = class.oid AND indisprimary ORDER BY key.attnum) AS "keys"
    FROM pg_class class JOIN pg_attribute ON attrelid = class.oid AND attnum > 0 AND NOT attisdropped
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
      AND atttypid IN ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'json'::regtype, 'text[]'::regtype)
    ORDER BY class.relname, attnum`;
  const [records, used] = [new Map<string, Table>(), new Map<string, Table>()];
  for (const { table, keys, column, type, isUnique } of found) {
    if (apart.has(table) || unreadable.test(column) || notOfPeople[table]?.includes(column)) continue;
    const names = inUse[table];
    const tables = names === "all" || names?.includes(column) ? used : records;
    const known = tables.get(table) ?? { name: table, keys, columns: [] };
    tables.set(table, known);
    known.columns.push({ name: column, kind: kindOf(type), isUnique });
  }
  return { records: [...records.values()], inUse: [...used.values()] };
}

const kindOf = (type: string): Column["kind"] =>
  type.startsWith("json") ? "json" : type.endsWith("[]") ? "list" : "text";
