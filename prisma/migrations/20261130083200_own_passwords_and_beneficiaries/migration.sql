-- AlterTable
ALTER TABLE "Request" ADD COLUMN     "beneficiaries" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "emailConfirmedAt" TIMESTAMPTZ(3),
ADD COLUMN     "ownPasswordAt" TIMESTAMPTZ(3);

