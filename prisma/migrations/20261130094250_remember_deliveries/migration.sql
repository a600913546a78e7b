-- CreateTable
CREATE TABLE "Delivery" (
    "key" TEXT NOT NULL,
    "takenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "Delivery_takenAt_idx" ON "Delivery"("takenAt");

