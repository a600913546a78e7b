-- AlterTable
ALTER TABLE "ChatMessage" ADD COLUMN     "copies" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "movedBecause" TEXT;

-- AlterTable
ALTER TABLE "ConsoleUser" ADD COLUMN     "calledAt" TIMESTAMPTZ(3),
ADD COLUMN     "chatExcluded" TEXT,
ADD COLUMN     "frozenAt" TIMESTAMPTZ(3);

