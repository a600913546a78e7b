import { createHash } from "node:crypto";
import type { Context } from "../../core/context.ts";
import type { Precondition } from "../../core/kernel/outbox/transact.ts";
import type { Transaction } from "../../core/kernel/database.ts";
import { type ApiContext, ApiProblem } from "./api-errors.ts";

/** Names a version of a resource by what is answered of it: a strong validator (RFC 9110, 8.8.3). */
export function entityTag(text: string): string {
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
}

/** Whether If-None-Match has this version: then there is nothing to answer. Weak tags count as strong ones. */
export function isKnown(c: { req: Pick<ApiContext["req"], "header"> }, tag: string): boolean {
  const header = c.req.header("if-none-match");
  return header !== undefined && names(header.replaceAll(/\bW\//g, ""), tag);
}

/** `*` names any version. */
function names(header: string, tag: string): boolean {
  return header.trim() === "*" || new Set(header.match(/(?:W\/)?"[^"]*"/g)).has(tag);
}

interface Resource {
  /** Keeps everybody else from changing it until the transaction ends. */
  hold(tx: Transaction): Promise<unknown>;
  /** What a GET answers, read in this transaction. */
  read(tx: Transaction): Promise<unknown>;
}

/**
 * The context of a change, which goes through only while If-Match names the version that stands: looked at in the change's
 * own transaction, with the rows held, so that no other change comes between. Throws 412, also where the address of the call
 * is no resource that has versions.
 */
export function whereUnchanged<Ctx extends Context>(
  c: ApiContext,
  ctx: Ctx,
  resource: Resource | undefined,
): Ctx {
  const header = c.req.header("if-match");
  if (header === undefined) return ctx;
  if (!resource) throw new ApiProblem(412, "If-Match: This address has no versions. Leave the header out.");
  const precondition: Precondition = {
    met: false,
    async check(tx) {
      await resource.hold(tx);
      if (names(header, entityTag(JSON.stringify(await resource.read(tx))))) return;
      throw new ApiProblem(412, "If-Match: It was changed since this version. Read it again.");
    },
  };
  return { ...ctx, precondition };
}
