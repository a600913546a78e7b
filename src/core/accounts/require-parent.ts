import { DomainError } from "../errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { accountLabel } from "./account-name.ts";

/** Throws conflict, at the field: there is one level of nesting only. */
export function requireParent(parent: Account): void {
  if (parent.parentId === null) return;
  const why = `${accountLabel(parent)} is a sub-account itself, and a sub-account has no sub-accounts.`;
  throw new DomainError("conflict", `${why} Choose an Account that has no parent.`, "parentId");
}
