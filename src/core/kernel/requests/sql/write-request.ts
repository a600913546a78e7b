import { auditText, type GivenAudit } from "../../audit/record-audit.ts";
import type { Prisma } from "../../../generated/prisma/client.ts";
import { type At, type Columns, given, named, statement } from "../../statement.ts";
import { homeText, type TouchedHome } from "../invalidate-card.ts";

const requestColumns = {
  id: "uuid",
  kind: "text",
  input: "jsonb",
  status: `"RequestStatus"`,
  dedupeKey: "text",
  draftKey: "text",
  idempotencyKey: "text",
  requesterId: "uuid",
  apiClientId: "uuid",
  accountId: "uuid",
  needs: "text",
  what: "text",
  reason: "text",
  traceParent: "text",
  approvalsNeeded: "int",
  approverNeeds: "text",
  beneficiaries: "text[]",
  expiresAt: "timestamptz",
  dueAt: "timestamptz",
  createdAt: "timestamptz",
} satisfies Columns & Partial<Record<Prisma.RequestScalarFieldEnum, string>>;

const cardColumns = {
  id: "uuid",
  requestId: "uuid",
  key: "text",
  channelId: "text",
  chatUserId: "text",
  generation: "int",
  dueAt: "timestamptz",
  createdAt: "timestamptz",
} satisfies Columns & Partial<Record<Prisma.ChatMessageScalarFieldEnum, string>>;

/** One of the many that a Request asks for, with what its words mean now. */
export interface GivenItem {
  id: string;
  position: number;
  subject: string;
  accountId: string | null;
  asAdministrator: boolean;
}

const itemColumns = {
  id: "uuid",
  position: "int",
  subject: "text",
  accountId: "uuid",
  asAdministrator: "boolean",
} satisfies Columns & Record<keyof GivenItem, string>;

export interface Written {
  request: Record<keyof typeof requestColumns, unknown>;
  card: Record<keyof typeof cardColumns, unknown>;
  audit: GivenAudit;
  homeDueAt: Date;
}

interface WrittenWithItems extends Written {
  /** JSON: GivenItem[]. */
  items: string;
}

/** The requester's Home, where there is one. */
type HomeOfIt = TouchedHome | Record<keyof TouchedHome, null>;

/**
 * Writes a Request with its card, its audit event and its requester's Home, or nothing at all: no row comes back where one
 * of its keys is taken.
 */
export const writeRequest = statement<Written, HomeOfIt>((at) => writeText(at));

/** The same with its items. */
export const writeRequestWithItems = statement<WrittenWithItems, HomeOfIt>((at) =>
  writeText(
    at,
    `items AS (
      INSERT INTO "RequestItem" ("requestId", ${named(itemColumns)})
      SELECT request."id", ${named(itemColumns).replaceAll(`"id"`, `item."id"`)}
      FROM request, jsonb_to_recordset(${at("items")}::jsonb) AS item (${Object.entries(itemColumns)
        .map(([column, type]) => `"${column}" ${type}`)
        .join(", ")})),`,
  ),
);

function writeText<Values extends Written>(at: At<Values>, items = ""): string {
  const requester = `"consoleUserId" = ${at("request", "requesterId")}::uuid AND EXISTS (SELECT FROM request)`;
  return `
    WITH request AS (
      INSERT INTO "Request" (${named(requestColumns)}) VALUES (${given(at, "request", requestColumns)})
      ON CONFLICT DO NOTHING RETURNING "id"),
    ${items}
    home AS (${homeText(at, requester)}),
    card AS (
      INSERT INTO "ChatMessage" (${named(cardColumns)}) SELECT ${given(at, "card", cardColumns)} FROM request),
    audit AS (${auditText(at, "request")})
    SELECT home.* FROM request LEFT JOIN home ON true`;
}
