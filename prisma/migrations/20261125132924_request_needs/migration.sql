-- AlterTable
ALTER TABLE "Request" ADD COLUMN     "needs" TEXT;
