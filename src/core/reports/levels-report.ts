import { z } from "zod";
import type { App } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { cloudChange } from "../kernel/cloud/cloud-change.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { standingOf } from "../kernel/requests/cloud-note.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { moment } from "../kernel/text/moment-words.ts";
import type { Report, ReportRow } from "./export-report.ts";

/** Where nobody has said yet that the Console has the level that counts here. */
export const levelsReport: Report = {
  name: "levels",
  title: "Levels that may differ between here and Cyclr",
  about:
    "the Accounts in which a user's level here and in Cyclr may differ, until somebody says that it is ticked",
  none: "No level here differs from Cyclr, as far as is known.",
  columns: ["Account", "API ID", "User", "Level", "State", "Asked"],

  async page(app, after, take) {
    if (!app.cloud) return { rows: [], next: undefined };
    const found = await app.db.cloudEffect.findMany({
      where: {
        kind: "set-level",
        doneAt: null,
        undoneAt: null,
        ...(after !== undefined && { id: { gt: z.uuid().parse(after) } }),
      },
      orderBy: { id: "asc" },
      take: take + 1,
    });
    const shown = found.slice(0, take);
    return { rows: await rowsOf(app, shown), next: found.length > take ? shown.at(-1)?.id : undefined };
  },
};

type Step = Prisma.CloudEffectGetPayload<object>;

async function rowsOf({ db }: App, steps: Step[]): Promise<ReportRow[]> {
  const ids = steps.flatMap(({ accountId }) => accountId ?? []);
  const accounts = await db.account.findMany({ where: { id: { in: ids } } });
  return steps.flatMap((step) => {
    const account = accounts.find(({ id }) => id === step.accountId);
    const change = cloudChange.parse(step.about);
    if (!account || change.kind !== "set-level") return [];
    const state = standingOf(step) === "by hand" ? "to be done by hand" : "cannot be done there";
    return {
      words: `${isolate(accountLabel(account))} · ${isolate(change.userName)} is ${change.level} here · ${state} · since ${moment(step.createdAt)}`,
      cells: [
        account.name,
        account.apiId,
        change.userName,
        change.level,
        state,
        step.createdAt.toISOString(),
      ],
    };
  });
}
