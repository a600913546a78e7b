import { beforeEach } from "vitest";
import type { Database } from "../../src/core/kernel/database.ts";
import type { AuditEvent } from "../../src/core/generated/prisma/client.ts";

/** Reads what the test at hand has added to the audit, which nothing can empty. */
export function auditOfTest(db: () => Database): (action?: string) => Promise<AuditEvent[]> {
  let before = 0n;
  beforeEach(async () => {
    const last = await db().auditEvent.findFirst({ orderBy: { id: "desc" }, select: { id: true } });
    before = last?.id ?? 0n;
  });
  return (action) =>
    db().auditEvent.findMany({
      where: { id: { gt: before }, ...(action && { action }) },
      orderBy: { id: "asc" },
    });
}
