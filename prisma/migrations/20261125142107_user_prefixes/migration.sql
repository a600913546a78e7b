-- CreateIndex
CREATE INDEX "User_usernameKey_prefix" ON "User"("usernameKey" text_pattern_ops);

-- CreateIndex
CREATE INDEX "User_emailKey_prefix" ON "User"("emailKey" text_pattern_ops);
