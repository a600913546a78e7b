import { z } from "zod";
import type { App } from "../context.ts";
import type { CloudEffect } from "../generated/prisma/client.ts";
import { accessOf, active, allows } from "../kernel/access/access.ts";
import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import { systemActor } from "../kernel/audit/system-actor.ts";
import { changeWords, cloudChange } from "../kernel/cloud/cloud-change.ts";
import type { Transaction } from "../kernel/database.ts";
import { tellConsoleUser } from "../kernel/mail/tell-console-user.ts";
import { defineMailing } from "../kernel/outbox/mailing.ts";
import { type After, transact } from "../kernel/outbox/transact.ts";
import { effectWords } from "../kernel/requests/cloud-note.ts";
import { settlingNeeds } from "../kernel/requests/show-effect.ts";
import { counted } from "../kernel/text/counted.ts";
import { after, days } from "../kernel/time/clock.ts";

const everyMs = days(1);
const remindedAtOnce = 200;
const toldAtMost = 5;

/**
 * Reminds those who are asked of what nobody has done by hand in the Console yet: one message a person for all that is due. A level
 * whose time is over, and which may still be ticked there after an hour, is told to everybody with Full Access as well, and audited.
 */
export async function remindOfSteps(app: App): Promise<number> {
  if (!app.cloud) return 0;
  const now = app.clock();
  const due = await app.db.cloudEffect.findMany({
    where: {
      remindAt: { lte: now },
      doneAt: null,
      undoneAt: null,
      OR: [{ byHandAt: { not: null } }, outlived],
    },
    orderBy: { id: "asc" },
    take: remindedAtOnce,
  });
  if (due.length === 0) return 0;
  return transact(app, async (tx, then) => {
    const mine: CloudEffect[] = [];
    for (const effect of due) {
      const { id, remindAt, reminders } = effect;
      const { count } = await tx.cloudEffect.updateMany({
        where: { id, remindAt, doneAt: null, undoneAt: null },
        data: { remindAt: after(now, everyMs), reminders: reminders + 1 },
      });
      if (count === 0) continue;
      mine.push(effect);
      if (isLate(effect)) await escalate(app, tx, effect);
    }
    await tellWhoIsAsked(app, tx, then, mine);
    return mine.length;
  });
}

/** Also where somebody says that it cannot be done: they have more than they should until it is. */
const outlived = { kind: "set-level", about: { path: ["ended"], equals: true } };

const isLate = ({ about, reminders }: CloudEffect): boolean => reminders === 0 && isEnded(about);

function isEnded(about: unknown): boolean {
  const change = cloudChange.parse(about);
  return change.kind === "set-level" && change.ended === true;
}

function escalate(app: App, tx: Transaction, effect: CloudEffect): Promise<void> {
  const { id, accountId, requestId, about } = effect;
  return recordAudit(tx, by(app, systemActor), {
    action: "cloud-change-escalated",
    subject: { kind: "cloud-change", id, name: changeWords(cloudChange.parse(about)) },
    accountId,
    requestId,
  });
}

async function tellWhoIsAsked(app: App, tx: Transaction, then: After, effects: CloudEffect[]): Promise<void> {
  const now = app.clock();
  for (const user of await tx.consoleUser.findMany({ where: active })) {
    const who = accessOf(user);
    const own = effects.filter(
      (one) => allows(who, settlingNeeds(one.kind)) || (isEnded(one.about) && user.fullAccess),
    );
    if (own.length === 0) continue;
    const said = {
      steps: own.slice(0, toldAtMost).map((one) => effectWords(app, one)),
      more: Math.max(0, own.length - toldAtMost),
      late: own.some(isLate),
      at: now.toISOString(),
    };
    await stepsMailing.write(tx, then, { consoleUserId: user.id, ...said }, now);
  }
}

const about = z.object({
  consoleUserId: z.uuid(),
  steps: z.string().array(),
  more: z.number(),
  late: z.boolean(),
  at: z.iso.datetime(),
});

/** Tells one person what waits to be done by hand: in the chat, or by mail where they were never linked to it. */
export const stepsMailing = defineMailing({
  kind: "cloud-steps",
  about,
  async send(app, { id, about: { consoleUserId, steps, more, late, at } }) {
    const all = counted(steps.length + more, "step");
    const title = late
      ? "Somebody may be Administrator in Cyclr for longer than they should"
      : `${all} to be done by hand in the Console`;
    const rest = more > 0 ? [`And ${more} more.`] : [];
    await tellConsoleUser(app, {
      consoleUserId,
      title,
      note: [...steps, ...rest, "Your Home and the list of requests that wait have the buttons."].join("\n"),
      at: new Date(at),
      footer: ["Reminded ", { time: new Date(at) }],
      subject: (name) => `${name}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
      closing: "Whoever may do it gets this mail, once a day until it is done.",
      messageId: `cloud-steps-${id}`,
      key: id,
    });
  },
});
