import { after, days } from "../clock.ts";
import { nameOf } from "../console-users/console-user-name.ts";
import type { App } from "../context.ts";
import { counted } from "../text/counted.ts";
import { isolate } from "../text/isolate.ts";
import { uuidFloor } from "../uuid.ts";
import type { Report, ReportRow } from "./report.ts";

/** As many rows as there are Console Users and kinds of requests: few enough to be read whole. */
export const activityReport: Report = {
  name: "activity",
  title: "Requests of the last 30 days",
  about: "who of the Console asked for what in the last 30 days",
  none: "Nobody asked for anything in the last 30 days.",
  columns: ["Console User", "E-mail", "Request", "Done", "Failed", "Other"],

  async page(app, from, take) {
    const all = await everything(app);
    const start = from === undefined ? 0 : all.findIndex(({ place }) => place > from);
    const shown = start === -1 ? [] : all.slice(start, start + take);
    const more = start !== -1 && all.length > start + take;
    return { rows: shown.map(({ row }) => row), next: more ? shown.at(-1)?.place : undefined };
  },
};

interface Activity {
  requesterId: string;
  kind: string;
  done: number;
  failed: number;
  other: number;
}

async function everything({ db, clock }: App): Promise<{ place: string; row: ReportRow }[]> {
  const since = uuidFloor(after(clock(), -days(30)));
  const activities = await db.$queryRaw<Activity[]>`
    SELECT "requesterId", "kind",
      (count(*) FILTER (WHERE "status" = 'done'))::int AS "done",
      (count(*) FILTER (WHERE "status" = 'failed'))::int AS "failed",
      (count(*) FILTER (WHERE "status" NOT IN ('done', 'failed')))::int AS "other"
    FROM "Request" WHERE "id" >= ${since}::uuid AND "requesterId" IS NOT NULL
    GROUP BY "requesterId", "kind"`;
  const ids = [...new Set(activities.map(({ requesterId }) => requesterId))];
  const people = await db.consoleUser.findMany({ where: { id: { in: ids } } });
  const byId = new Map(people.map((one) => [one.id, one]));
  const rows = activities.map((activity) => {
    const person = byId.get(activity.requesterId);
    return rowOf(activity, person ? nameOf(person) : "", person?.email ?? "");
  });
  return rows.toSorted((a, b) => (a.place < b.place ? -1 : 1));
}

function rowOf(activity: Activity, name: string, email: string): { place: string; row: ReportRow } {
  const { kind, done, failed, other } = activity;
  const counts = [
    counted(done, "done", "done"),
    failed > 0 ? counted(failed, "failed", "failed") : "",
    other > 0 ? counted(other, "other", "others") : "",
  ];
  const words = `${isolate(name)} · ${kind}: ${counts.filter(Boolean).join(", ")}`;
  return {
    place: `${email} ${kind}`,
    row: { words, cells: [name, email, kind, done, failed, other] },
  };
}
