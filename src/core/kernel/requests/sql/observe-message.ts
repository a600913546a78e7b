import { statement } from "../../statement.ts";

interface Drawn {
  id: string;
  lease: number;
  /** What was drawn. */
  generation: number;
  postedTo: string;
  postedId: string;
  postedAt: Date;
  /** Should it have changed meanwhile. */
  dueAt: Date;
}

/** Records that a message stands in the chat, by whoever holds its lease, and gives that back. */
export const observe = statement<Drawn, { isChanged: boolean }>(
  (at) => `
    UPDATE "ChatMessage" SET "observedGeneration" = ${at("generation")}::int,
      "postedTo" = ${at("postedTo")}::text, "postedId" = ${at("postedId")}::text, "postedAt" = ${at("postedAt")}::timestamptz,
      "leasedUntil" = NULL, "notBefore" = NULL, "dueAt" = ${at("dueAt")}::timestamptz, "recoveries" = 0,
      "rateLimit" = NULL, "tries" = 0
    WHERE "id" = ${at("id")}::uuid AND "lease" = ${at("lease")}::int
    RETURNING "generation" > "observedGeneration" AS "isChanged"`,
);
