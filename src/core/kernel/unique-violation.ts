import { Prisma } from "../generated/prisma/client.ts";

/** Somebody else was first: a unique index refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
