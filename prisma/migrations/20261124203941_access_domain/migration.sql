-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "RequestStatus" ADD VALUE 'draft';
ALTER TYPE "RequestStatus" ADD VALUE 'cancelled';

-- AlterTable
ALTER TABLE "ConsoleUser" ADD COLUMN     "chatEmailKey" TEXT,
ADD COLUMN     "passwordHash" TEXT;

-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "suspendedBecause" TEXT;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "mustChangePassword" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "suspendedAt" TIMESTAMPTZ(3),
ADD COLUMN     "suspendedBecause" TEXT;

-- AlterTable
ALTER TABLE "Request" ADD COLUMN     "draftKey" TEXT;

-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN     "hash" BYTEA NOT NULL DEFAULT '\x'::bytea,
ADD COLUMN     "previousHash" BYTEA NOT NULL DEFAULT '\x'::bytea;

-- CreateTable
CREATE TABLE "Home" (
    "consoleUserId" UUID NOT NULL,
    "wantedVersion" INTEGER NOT NULL DEFAULT 1,
    "drawnVersion" INTEGER NOT NULL DEFAULT 0,
    "claimedUntil" TIMESTAMPTZ(3),
    "enqueuedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Home_pkey" PRIMARY KEY ("consoleUserId")
);

-- CreateTable
CREATE TABLE "ConsoleInvitation" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "emailKey" TEXT NOT NULL,
    "fullAccess" BOOLEAN NOT NULL DEFAULT false,
    "permissions" JSONB NOT NULL DEFAULT '{}',
    "requestId" UUID,
    "tokenHash" BYTEA NOT NULL,
    "tokenSealed" TEXT,
    "issue" INTEGER NOT NULL DEFAULT 1,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "mailHandedOverAt" TIMESTAMPTZ(3),
    "acceptedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConsoleInvitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PasswordLink" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "requestId" UUID,
    "tokenHash" BYTEA NOT NULL,
    "tokenSealed" TEXT,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "mailHandedOverAt" TIMESTAMPTZ(3),
    "usedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PasswordLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RequestItem" (
    "id" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "outcome" TEXT,
    "trouble" TEXT,
    "invitationId" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RequestItem_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ConsoleInvitation_tokenHash_key" ON "ConsoleInvitation"("tokenHash");

-- CreateIndex
CREATE INDEX "ConsoleInvitation_requestId_idx" ON "ConsoleInvitation"("requestId");

-- CreateIndex
CREATE INDEX "ConsoleInvitation_emailKey_idx" ON "ConsoleInvitation"("emailKey");

-- CreateIndex
CREATE UNIQUE INDEX "PasswordLink_tokenHash_key" ON "PasswordLink"("tokenHash");

-- CreateIndex
CREATE INDEX "PasswordLink_userId_idx" ON "PasswordLink"("userId");

-- CreateIndex
CREATE INDEX "PasswordLink_requestId_idx" ON "PasswordLink"("requestId");

-- CreateIndex
CREATE UNIQUE INDEX "RequestItem_invitationId_key" ON "RequestItem"("invitationId");

-- CreateIndex
CREATE UNIQUE INDEX "RequestItem_requestId_position_key" ON "RequestItem"("requestId", "position");

-- CreateIndex
CREATE INDEX "User_usernameKey_trigrams" ON "User" USING GIN ("usernameKey" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "User_emailKey_trigrams" ON "User" USING GIN ("emailKey" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "Home" ADD CONSTRAINT "Home_consoleUserId_fkey" FOREIGN KEY ("consoleUserId") REFERENCES "ConsoleUser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConsoleInvitation" ADD CONSTRAINT "ConsoleInvitation_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PasswordLink" ADD CONSTRAINT "PasswordLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PasswordLink" ADD CONSTRAINT "PasswordLink_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestItem" ADD CONSTRAINT "RequestItem_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestItem" ADD CONSTRAINT "RequestItem_invitationId_fkey" FOREIGN KEY ("invitationId") REFERENCES "Invitation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_id_idx" ON "AuditEvent"("actorId", "id");

-- CreateIndex
CREATE INDEX "Account_apiIdKey_prefix" ON "Account"("apiIdKey" text_pattern_ops);

-- CreateIndex
CREATE INDEX "Invitation_accountId_idx" ON "Invitation"("accountId");

-- CreateIndex
CREATE INDEX "Invitation_expiresAt_idx" ON "Invitation"("expiresAt");

-- CreateIndex
CREATE INDEX "Request_accountId_idx" ON "Request"("accountId");

-- By hand: Prisma knows no triggers. The audit is append-only, and each row carries the hash of the one before.
-- What is hashed is every column as text, each with its length in octets before it, and "-" where it is null:
-- src/core/audit/verify-audit.ts computes the same.
CREATE FUNCTION audit_field(field TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(octet_length(field)::TEXT || ':' || field, '-')
$$;

CREATE FUNCTION audit_hash(event "AuditEvent") RETURNS BYTEA LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(
    audit_field(event."id"::TEXT) ||
    audit_field(encode(event."previousHash", 'hex')) ||
    audit_field(to_char(event."at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ||
    audit_field(event."actorKind") || audit_field(event."actorId") || audit_field(event."actorName") ||
    audit_field(event."surface") || audit_field(event."action") ||
    audit_field(event."subjectKind") || audit_field(event."subjectId") || audit_field(event."subjectName") ||
    audit_field(event."accountId"::TEXT) || audit_field(event."requestId"::TEXT) ||
    audit_field(event."before"::TEXT) || audit_field(event."after"::TEXT), 'UTF8'))
$$;

-- One at a time, from here to the end of its transaction: the number is drawn again under the lock, so that the order
-- of the numbers is the order of the chain.
CREATE FUNCTION audit_chain() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(4092160318);
  NEW."id" := nextval(pg_get_serial_sequence('"AuditEvent"', 'id'));
  NEW."previousHash" := coalesce((SELECT "hash" FROM "AuditEvent" ORDER BY "id" DESC LIMIT 1), '\x'::BYTEA);
  NEW."hash" := audit_hash(NEW);
  RETURN NEW;
END $$;

CREATE FUNCTION audit_refuse() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit is append-only: % refused', TG_OP;
END $$;

DO $$
DECLARE
  event "AuditEvent";
  previous BYTEA := '\x';
BEGIN
  FOR event IN SELECT * FROM "AuditEvent" ORDER BY "id" LOOP
    event."previousHash" := previous;
    previous := audit_hash(event);
    UPDATE "AuditEvent" SET "previousHash" = event."previousHash", "hash" = previous WHERE "id" = event."id";
  END LOOP;
END $$;

CREATE TRIGGER "AuditEvent_chain" BEFORE INSERT ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION audit_chain();
CREATE TRIGGER "AuditEvent_append_only" BEFORE UPDATE OR DELETE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER "AuditEvent_not_emptied" BEFORE TRUNCATE ON "AuditEvent" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
