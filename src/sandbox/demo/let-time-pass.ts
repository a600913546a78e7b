import { endGrantTask } from "../../core/memberships/end-grant.ts";
import type { App } from "../../core/context.ts";

/** Lets so much time pass for grants, by moving all of them back, and has their jobs look: a story cannot wait for hours. */
export async function letTimePass({ db, queue }: Pick<App, "db" | "queue">, ms: number): Promise<void> {
  await db.$executeRaw`
    WITH passed AS (SELECT ${ms} * INTERVAL '1 millisecond' AS time)
    UPDATE "AdministratorGrant"
    SET "startsAt" = "startsAt" - time, "endsAt" = "endsAt" - time, "endedAt" = "endedAt" - time FROM passed`;
  const open = await db.administratorGrant.findMany({ where: { endsAt: { not: null }, endedAt: null } });
  await queue.add(open.map(({ id }) => endGrantTask(id)));
}
