import { after, days } from "../clock.ts";
import { allPermissions, allows, managing } from "../console-users/permission-grid.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { failureButtons } from "../requests/failure-note.ts";
import { requestState } from "../requests/request-state.ts";
import { requestTitles } from "../requests/request-title.ts";
import { moreRow } from "./home-rows.ts";
import type { HomeRow } from "./home-view.ts";

const rowsAtMost = 5;
/** What nobody has decided for longer is found with /cyclr requests failed. */
const sinceDays = 30;

/** What has failed and waits for this Console User, or another who may, to decide what becomes of it. */
export async function failedRows(ctx: Context<ConsoleUserActor>): Promise<HomeRow[]> {
  const { db, actor, clock } = ctx;
  const where = {
    ...decidableBy(actor),
    status: "failed",
    createdAt: { gte: after(clock(), -days(sinceDays)) },
  } as const;
  const [found, count] = await Promise.all([
    db.request.findMany({
      where,
      orderBy: { createdAt: "desc" },
      take: rowsAtMost,
      include: { requester: true, account: true },
    }),
    db.request.count({ where }),
  ]);
  const titles = await requestTitles(ctx, found);
  const rows = found.map((request) => ({
    words: [titles.get(request.id) ?? request.kind, " · ", ...requestState(request)],
    buttons: failureButtons(request),
  }));
  return [...rows, ...moreRow(count - found.length)];
}

/** `mayDecideFailed`, as the database finds them. */
function decidableBy(actor: ConsoleUserActor): Prisma.RequestWhereInput {
  if (actor.fullAccess) return {};
  const held = allPermissions.filter((permission) => allows(actor, permission));
  const managed = allPermissions.filter((permission) => allows(actor, managing(permission)));
  return {
    OR: [
      { needs: { in: managed } },
      { requesterId: actor.id, OR: [{ needs: { in: held } }, { needs: null }] },
    ],
  };
}
