import { until } from "../../support/until.ts";
import type { OutageWorld } from "./outage-world.ts";

const grantMs = 4 * 3_600_000;
const invitationMs = 7 * 24 * 3_600_000;
const toleranceMs = 5_000;

/** Somebody becomes Administrator for 4 hours. */
export async function askForGrant({ sandbox: { slack, people } }: OutageWorld): Promise<void> {
  const channelId = slack.addChannel({ name: "grants", members: Object.values(people) }).id;
  const text = "grant-admin hanna on harbour for 4h because of the times";
  await slack.runCommand({ userId: people["ed"] ?? "", channelId, text });
}

const ofCommands = {
  Request: `"idempotencyKey" LIKE 'command:%'`,
  Invitation: `"requestId" IS NOT NULL`,
  SecretLink: `"id" IN (SELECT "linkId" FROM "Invitation" WHERE "requestId" IS NOT NULL)`,
  AuditEvent: `"requestId" IS NOT NULL`,
};
const written: [keyof typeof ofCommands, string][] = [
  ["Request", "createdAt"],
  ["Request", "finishedAt"],
  ["Invitation", "createdAt"],
  ["SecretLink", "handedOverAt"],
  ["AuditEvent", "at"],
];

/**
 * What the database itself says of the times that were written since, in words where it is wrong: its own arithmetic, not
 * ours. A grant is then moved to right before its end, which has to come when the database says.
 */
export async function faultsOfTimes({ db, sql }: OutageWorld, since: Date): Promise<string[]> {
  const faults: string[] = [];
  for (const [table, column] of written) {
    const [row] = await db.$queryRawUnsafe<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM "${table}" WHERE "${column}" IS NOT NULL AND ${ofCommands[table]}
       AND (extract(epoch FROM "${column}") * 1000 < ${since.getTime() - toleranceMs}
       OR "${column}" > clock_timestamp() + ${toleranceMs} * interval '1 millisecond')`,
    );
    if (row?.n) faults.push(`${row.n} of ${table}.${column} are not when it happened`);
  }
  const [lasting] = await db.$queryRawUnsafe<{ n: number }[]>(
    `SELECT count(*)::int AS n FROM "SecretLink" WHERE ${ofCommands.SecretLink}
     AND abs(extract(epoch FROM "expiresAt" - "createdAt") * 1000 - ${invitationMs}) > ${toleranceMs}`,
  );
  if (lasting?.n) faults.push(`${lasting.n} Invitations do not last for 7 days`);
  const grants = await db.$queryRaw<{ id: string; ms: number }[]>`
    SELECT id, (extract(epoch FROM "endsAt" - clock_timestamp()) * 1000)::float8 AS ms
    FROM "AdministratorGrant" WHERE "endsAt" IS NOT NULL AND "endedAt" IS NULL`;
  for (const { id, ms } of grants) {
    const longAgoMs = Date.now() - since.getTime() + toleranceMs;
    if (ms > grantMs + toleranceMs || ms < grantMs - longAgoMs)
      faults.push(`a grant for 4 hours has ${Math.round(ms / 60_000)} minutes left`);
    await sql(`UPDATE "AdministratorGrant" SET "startsAt" = "startsAt" - interval '4 hours',
      "endsAt" = clock_timestamp() + interval '2 seconds' WHERE id = '${id}'`);
    const ended = async () => {
      const [row] = await db.$queryRaw<{ late: number }[]>`
        SELECT (extract(epoch FROM "endedAt" - "endsAt"))::float8 AS late
        FROM "AdministratorGrant" WHERE id = ${id}::uuid AND "endedAt" IS NOT NULL`;
      return row && { late: row.late };
    };
    const found = await until(ended, 15_000).catch(() => undefined);
    if (!found) faults.push("a grant goes on after its end");
    else if (found.late < 0) faults.push(`a grant ended ${-found.late} s before its end`);
  }
  return faults;
}
