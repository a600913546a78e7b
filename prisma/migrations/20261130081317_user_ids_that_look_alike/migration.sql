-- AlterTable
ALTER TABLE "User" ADD COLUMN     "lookAlikeKeys" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateIndex
CREATE INDEX "User_lookAlikeKeys_idx" ON "User" USING GIN ("lookAlikeKeys");


-- Those that exist, as look-alike.ts has it for what is ASCII. The few others have no key, and stop nobody.
UPDATE "User" SET "lookAlikeKeys" = ARRAY(
  SELECT DISTINCT lower(replace(translate(lower(replace(translate(spelled, '01I|`', 'Olll'''), 'm', 'rn')), '01I|`', 'Olll'''), 'm', 'rn'))
  FROM unnest(ARRAY["username", lower("username")]) AS spelled
) WHERE "username" ~ '^[ -~]+$' AND "username" !~ '[%"]';
