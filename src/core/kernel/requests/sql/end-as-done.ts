import { afterText, nowText } from "../../../database-clock.ts";
import type { ChatMessage, Request, SecretLink } from "../../../generated/prisma/client.ts";
import { auditText, type GivenAudit } from "../../audit/record-audit.ts";
import { type Lane, type Turn, turnText } from "../../chat/chat-rate-limit.ts";
import { type At, columnsOf, partOf, type Statement, statement } from "../../statement.ts";
import { homeText, type TouchedHome } from "../invalidate-card.ts";
import type { MailedLink } from "../request-kind.ts";

export interface Ending {
  id: string;
  lease: number;
  outcome: string;
  mailedAt: Date | null;
  finishedAt: Date;
  audit: GivenAudit;
  homeDueAt: Date;
  /** Where its card is left to a task of its own. */
  cardDueAt: Date;
  /** Leases its card as well, if nobody is at it and its time has come. */
  takesCard: boolean;
  now: Date | null;
  leaseMs: number;
  /** For a card that stands nowhere yet. */
  turn: Turn;
}

export type EndingMailed = Ending & { mailed: MailedLink };

const request = partOf("Request");
const mailedLink = partOf("SecretLink", "mailed");
const card = partOf("ChatMessage", "card");

interface Answer extends Nullable<TouchedHome>, Nullable<Lane> {
  /** Its card was leased. */
  taken: boolean | null;
}
type Nullable<Row> = { [Column in keyof Row]: Row[Column] | null };

/**
 * Ends a Request as done, by whoever holds its lease, with its audit event and its requester's Home, and has its card drawn.
 * No row comes back where the lease was lost.
 */
export const endAsDone = statement<Ending, Answer>((at) => endText(at));

/** The same, and the mark that the mail of a link was handed over: that holds however the Request stands by now. */
export const endAsDoneAndMailed: Statement<EndingMailed, Answer> = statement((at) =>
  endText(
    at,
    `
    mailed AS (
      UPDATE "SecretLink" SET "handedOverAt" = ${at("mailedAt")}::timestamptz, "tokenSealed" = NULL
      WHERE "id" = ${at("mailed", "id")}::uuid AND "issue" = ${at("mailed", "issue")}::int
      RETURNING ${returned("SecretLink")})`,
  ),
);

/** Of each row that a CTE has written, so that rows are locked in one order by all: link, card, Home, lane of the chat. */
const behind = (cte: string): string => `(SELECT count(*) FROM ${cte}) >= 0`;

const returned = (table: Parameters<typeof columnsOf>[0], alias = table as string): string =>
  columnsOf(table)
    .map((column) => `"${alias}"."${column}"`)
    .join(", ");

function endText<Values extends Ending>(at: At<Values>, mailed = ""): string {
  const [now, until] = [nowText(at("now")), afterText(at("now"), at("leaseMs"))];
  const turn = turnText(at, {
    lane: `standing."channelId"`,
    channel: `lane."channelId"`,
    from: `FROM standing WHERE standing."free" AND standing."postedTo" IS NULL AND ${behind("home")}`,
  });
  return `
    WITH ended AS (
      UPDATE "Request" SET "status" = 'done', "outcome" = ${at("outcome")}::text, "trouble" = NULL,
        "mailedAt" = coalesce(${at("mailedAt")}::timestamptz, "mailedAt"), "finishedAt" = ${at("finishedAt")}::timestamptz,
        "leasedUntil" = NULL, "notBefore" = NULL, "dueAt" = NULL, "recoveries" = 0,
        "dedupeKey" = NULL, "draftKey" = NULL, "version" = "version" + 1
      WHERE "id" = ${at("id")}::uuid AND "lease" = ${at("lease")}::int AND "status" = 'queued'
      RETURNING ${returned("Request")}),
    ${mailed || `mailed AS (SELECT ${returned("SecretLink")} FROM "SecretLink" WHERE false)`},
    standing AS (
      SELECT card."id", card."channelId", card."postedTo",
        ${at("takesCard")}::boolean AND card."givenUpAt" IS NULL
          AND (card."leasedUntil" IS NULL OR card."leasedUntil" <= ${now})
          AND (card."notBefore" IS NULL OR card."notBefore" <= ${now}) AS "free"
      FROM ended JOIN "ChatMessage" card ON card."requestId" = ended."id" AND card."key" = 'card'
      WHERE ${behind("mailed")}
      FOR NO KEY UPDATE OF card),
    card AS (
      UPDATE "ChatMessage" SET "generation" = "generation" + 1, "givenUpAt" = NULL,
        "lease" = "lease" + "free"::int, "tries" = "tries" + "free"::int,
        "leasedUntil" = CASE WHEN "free" THEN ${until} ELSE "leasedUntil" END,
        "dueAt" = CASE WHEN "free" THEN ${until} ELSE ${at("cardDueAt")}::timestamptz END,
        "recoveries" = CASE WHEN "free" THEN "recoveries" ELSE 0 END
      FROM standing WHERE "ChatMessage"."id" = standing."id"
      RETURNING ${returned("ChatMessage")}, standing."free"),
    home AS (${homeText(at, `"consoleUserId" = (SELECT "requesterId" FROM ended) AND ${behind("card")}`)}),
    turn AS (${turn}),
    audit AS (${auditText(at, "ended")})
    SELECT ${request.select("ended")}, ${mailedLink.select("mailed")}, ${card.select("card")},
      card."free" AS "taken", home.*, turn.*
    FROM ended LEFT JOIN mailed ON true LEFT JOIN card ON true LEFT JOIN home ON true LEFT JOIN turn ON true`;
}

/** What became of it. */
export interface Ended {
  request: Request;
  mailed: SecretLink | undefined;
  card: ChatMessage | undefined;
  taken: boolean;
  homes: TouchedHome[];
  lane: Lane | undefined;
}

export function readEnded(answer: Answer): Ended | undefined {
  const row = request.read(answer);
  if (!row) return undefined;
  const { consoleUserId, wasDrawn, freeAt, heldUntil } = answer;
  return {
    request: row,
    mailed: mailedLink.read(answer),
    card: card.read(answer),
    taken: answer.taken === true,
    homes: consoleUserId !== null && wasDrawn !== null ? [{ consoleUserId, wasDrawn }] : [],
    lane: freeAt ? { freeAt, heldUntil } : undefined,
  };
}
