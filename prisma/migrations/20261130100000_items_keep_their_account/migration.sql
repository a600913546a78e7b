-- AlterTable
ALTER TABLE "RequestItem" ADD COLUMN     "accountId" UUID,
ADD COLUMN     "asAdministrator" BOOLEAN NOT NULL DEFAULT false;
