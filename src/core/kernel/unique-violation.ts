import { Prisma } from "../generated/prisma/client.ts";

/** Somebody else was first: a unique index refused the row. Prisma's word for it, and PostgreSQL's own. */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return error.code === "P2002";
  return error instanceof Error && "code" in error && error.code === "23505";
}
