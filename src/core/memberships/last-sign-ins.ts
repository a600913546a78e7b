import type { App } from "../context.ts";

/** When each of these Users last signed in, as the audit has it: whoever never did is not in it. */
export async function lastSignIns({ db }: Pick<App, "db">, userIds: string[]): Promise<Map<string, Date>> {
  // One look into the index of subjects for each, from its end.
  const found = await db.$queryRaw<{ id: string; at: Date }[]>`
    SELECT asked."id", event."at"
    FROM unnest(${userIds}::text[]) AS asked("id")
    CROSS JOIN LATERAL (
      SELECT "at" FROM "AuditEvent"
      WHERE "subjectKind" = 'user' AND "subjectId" = asked."id" AND "action" IN ('signed-in', 'sign-in-token-used')
      ORDER BY "id" DESC LIMIT 1
    ) event`;
  return new Map(found.map(({ id, at }) => [id, at]));
}
