import { Prisma } from "../generated/prisma/client.ts";

/**
 * In SQL: whether something done here is still on its way to this Account of the cloud, or has arrived there since. What was read
 * there meanwhile may be from before it, and is no difference. What was given up is one.
 */
export const isUnderWay = (cloudId: Prisma.Sql, since: Date): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT 1 FROM "CloudEffect" effect WHERE effect."cloudId" = ${cloudId}
    AND (coalesce(effect."doneAt", effect."failedAt") IS NULL OR coalesce(effect."doneAt", effect."failedAt") >= ${since}::timestamptz))`;

/** In SQL: whether something done here has arrived in the cloud since its members were last read. */
export const arrivedSince = (cloudId: Prisma.Sql, readAt: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT 1 FROM "CloudEffect" effect WHERE effect."cloudId" = ${cloudId} AND effect."doneAt" > ${readAt})`;
