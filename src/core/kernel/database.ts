import type { Prisma, PrismaClient } from "../generated/prisma/client.ts";

export type Database = PrismaClient;

/** Inside a transaction. */
export type Transaction = Prisma.TransactionClient;
