import { Prisma } from "../generated/prisma/client.ts";

/**
 * In SQL: whether something done here is still on its way to this Account of the cloud, or has arrived there since. What was read
 * there meanwhile may be from before it, and is no difference.
 */
export const isUnderWay = (_cloudId: Prisma.Sql, _since: Date): Prisma.Sql => Prisma.sql`false`;

/** In SQL: whether something done here has arrived in the cloud since its members were last read. */
export const arrivedSince = (_cloudId: Prisma.Sql, _readAt: Prisma.Sql): Prisma.Sql => Prisma.sql`false`;
