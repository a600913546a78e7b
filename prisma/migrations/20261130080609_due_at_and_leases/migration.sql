-- By hand: Prisma would drop and add what is renamed here.
ALTER TABLE "Request" RENAME COLUMN "enqueuedAt" TO "dueAt";
ALTER TABLE "Request" RENAME COLUMN "claimedUntil" TO "leasedUntil";
ALTER TABLE "Request" RENAME COLUMN "nextAttemptAt" TO "notBefore";
ALTER TABLE "ChatMessage" RENAME COLUMN "enqueuedAt" TO "dueAt";
ALTER TABLE "ChatMessage" RENAME COLUMN "claimedUntil" TO "leasedUntil";
ALTER TABLE "ChatMessage" RENAME COLUMN "turnAt" TO "notBefore";
ALTER TABLE "ChatMessage" RENAME COLUMN "turnIn" TO "rateLimit";
ALTER TABLE "ChatMessage" RENAME COLUMN "wantedVersion" TO "generation";
ALTER TABLE "ChatMessage" RENAME COLUMN "drawnVersion" TO "observedGeneration";
ALTER TABLE "Home" RENAME COLUMN "enqueuedAt" TO "dueAt";
ALTER TABLE "Home" RENAME COLUMN "claimedUntil" TO "leasedUntil";
ALTER TABLE "Home" RENAME COLUMN "wantedVersion" TO "generation";
ALTER TABLE "Home" RENAME COLUMN "drawnVersion" TO "observedGeneration";
ALTER TABLE "Mailing" RENAME COLUMN "enqueuedAt" TO "dueAt";
ALTER TABLE "Mailing" RENAME COLUMN "claimedUntil" TO "leasedUntil";
ALTER TABLE "Mailing" RENAME COLUMN "nextAttemptAt" TO "notBefore";
ALTER TABLE "CycleEvent" RENAME COLUMN "enqueuedAt" TO "dueAt";
ALTER TABLE "CycleEvent" RENAME COLUMN "claimedUntil" TO "leasedUntil";
ALTER TABLE "CycleEvent" RENAME COLUMN "nextNotifyAt" TO "notBefore";

ALTER TABLE "Request" ADD COLUMN "lease" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "recoveries" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "ChatMessage" ADD COLUMN "lease" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "recoveries" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Home" ADD COLUMN "lease" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "recoveries" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "notBefore" TIMESTAMPTZ(3);
ALTER TABLE "Mailing" ADD COLUMN "lease" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "recoveries" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "CycleEvent" ADD COLUMN "lease" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "recoveries" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "ChatLane" RENAME TO "ChatRateLimit";
ALTER INDEX "ChatLane_pkey" RENAME TO "ChatRateLimit_pkey";
ALTER INDEX "ChatLane_freeAt_idx" RENAME TO "ChatRateLimit_freeAt_idx";

-- The sweeper looks every few seconds. Its indexes hold what is open alone, in the very words of each outbox.
DROP INDEX "Request_status_enqueuedAt_idx";
CREATE INDEX "Request_due" ON "Request"("dueAt") WHERE "status" = 'queued';
CREATE INDEX "ChatMessage_due" ON "ChatMessage"("dueAt") WHERE "observedGeneration" < "generation" AND "givenUpAt" IS NULL;
CREATE INDEX "Mailing_due" ON "Mailing"("dueAt") WHERE "sentAt" IS NULL AND "givenUpAt" IS NULL;
ALTER INDEX "CycleEvent_to_notify" RENAME TO "CycleEvent_due";
