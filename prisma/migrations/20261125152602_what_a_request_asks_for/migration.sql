-- AlterTable
ALTER TABLE "Request" ADD COLUMN     "what" TEXT;
