-- AlterTable
ALTER TABLE "AdministratorGrant" ADD COLUMN     "endedBy" TEXT;

-- CreateIndex
CREATE INDEX "AdministratorGrant_requestId_idx" ON "AdministratorGrant"("requestId");

-- By hand: until now only a revocation gave a grant an end, and it was audited at once.
UPDATE "AdministratorGrant" SET "endedAt" = "endsAt" WHERE "endsAt" IS NOT NULL;
