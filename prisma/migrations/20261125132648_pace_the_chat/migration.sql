-- AlterTable
ALTER TABLE "ChatMessage" ADD COLUMN     "turnAt" TIMESTAMPTZ(3),
ADD COLUMN     "turnIn" TEXT;

-- AlterTable
ALTER TABLE "ChatLane" ADD COLUMN     "heldUntil" TIMESTAMPTZ(3);
