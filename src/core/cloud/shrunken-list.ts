import { z } from "zod";
import type { App } from "../context.ts";
import type { CloudSync } from "../generated/prisma/client.ts";
import { whoHolds } from "../kernel/access/who-holds.ts";
import { cloudName } from "../kernel/cloud/cloud.ts";
import { tellConsoleUser } from "../kernel/mail/tell-console-user.ts";
import { defineMailing } from "../kernel/outbox/mailing.ts";
import { requireLease } from "../kernel/outbox/lease.ts";
import { released } from "../kernel/outbox/outbox.ts";
import { transact } from "../kernel/outbox/transact.ts";
import type { Missing } from "./compare-list.ts";
import { openDrift } from "./drift-kinds.ts";

/** More than a tenth has gone. One Account alone is a difference like any other, however few there are. */
export const shrankTooMuch = ({ known, missing }: Missing): boolean => missing > 1 && missing * 10 > known;

/** Whether somebody has said of as many that it is so. */
export async function mayGoOn({ db }: Pick<App, "db">, { missing }: Missing): Promise<boolean> {
  const decided = await db.cloudDrift.findFirst({
    where: { kind: "list-shrank", goneAt: null, settledAt: { not: null } },
    orderBy: { settledAt: "desc" },
  });
  return decided !== null && missing <= Number(decided.there);
}

/** Ends a run before it has compared anything, and asks those who manage Accounts: once, until that is decided. */
export async function stopAndAsk(
  app: App,
  { id, lease }: CloudSync,
  { known, missing }: Missing,
): Promise<void> {
  const now = app.clock();
  const trouble = shrankWords({ known, missing });
  await transact(app, async (tx, after) => {
    const open = await tx.cloudDrift.findFirst({ where: { kind: "list-shrank", ...openDrift } });
    const counts = { here: String(known), there: String(missing), lastSeenAt: now };
    if (open) await tx.cloudDrift.update({ where: { id: open.id }, data: counts });
    else {
      await tx.cloudDrift.create({ data: { kind: "list-shrank", subject: "", ...counts, seenAt: now } });
      const said = { because: trouble, at: now.toISOString() };
      for (const { id: consoleUserId } of await whoHolds(tx, "accounts:manage"))
        await shrunkenListMailing.write(tx, after, { consoleUserId, ...said }, now);
    }
    await tx.cloudListed.deleteMany({ where: { syncId: id } });
    const data = { ...released, finishedAt: now, trouble };
    requireLease(await tx.cloudSync.updateMany({ where: { id, lease }, data }));
  });
  app.log.warn({ syncId: id, known, missing }, "the cloud's list shrank: nothing was compared");
}

/** Why nothing was compared. */
export const shrankWords = ({ known, missing }: Missing): string =>
  `${missing.toLocaleString("en-GB")} of ${known.toLocaleString("en-GB")} Accounts are no longer in the list of ${cloudName}. Nothing was compared.`;

const about = z.object({ consoleUserId: z.uuid(), because: z.string(), at: z.iso.datetime() });

/** Tells one person that the list shrank: in the chat, or by mail where they were never linked to it. */
export const shrunkenListMailing = defineMailing({
  kind: "cloud-list-shrank",
  about,
  async send(app, { id, about: { consoleUserId, because, at } }) {
    await tellConsoleUser(app, {
      consoleUserId,
      title: "Accounts are missing in Cyclr",
      note: `${because} Look in your Partner Console. If it is so, say in the list of differences that the comparison may go on. If it is not, check the variables that connect the program.`,
      at: new Date(at),
      footer: ["Seen ", { time: new Date(at) }],
      subject: (name) => `${name}: Accounts are missing in Cyclr`,
      closing: "Whoever manages Accounts gets this mail.",
      messageId: `cloud-list-${id}`,
      key: id,
    });
  },
});
