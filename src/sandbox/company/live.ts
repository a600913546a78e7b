import { type EventEmitter, once } from "node:events";
import { parentPort } from "node:worker_threads";
import { createApp } from "../../core/app.ts";
import { readConfig } from "../../core/config.ts";
import type { Mail } from "../../core/kernel/mail/mailer.ts";
import { days } from "../../core/kernel/time/clock.ts";
import { companyOf, workingDay } from "./company.ts";
import { companyQueue } from "./company-queue.ts";
import { newDiary } from "./diary.ts";
import { growth } from "./growth.ts";
import { moveTime, sharedTime } from "./moved-time.ts";
import { today } from "./today.ts";
import { weeks } from "./weeks.ts";

/** What the thread is given that lives through it all. */
export interface LivedIn {
  env: Record<string, string>;
  people: Record<string, string>;
  channelId: string;
  teamId: string;
  /** When the company is to be found. */
  now: Date;
  moved: Float64Array<SharedArrayBuffer>;
}

/** Mails of before are in nobody's mailbox any more. */
const mailsKeptMs = days(2);

/** At once. */
const noPace = { posts: { everyMs: 0, burst: 1 }, updates: { everyMs: 0, burst: 1 } };

/** Nobody is kept out by the password of somebody who was made up, and sixty of them would take two seconds. */
const passwordCost = { memoryCost: 1_024, timeCost: 1 };

const [{ env, moved, ...found }] = (await once(parentPort as unknown as EventEmitter, "message")) as [
  LivedIn,
];
const time = moveTime(sharedTime(moved), workingDay(found.now, 40, "08:00"));
const queue = companyQueue(time.clock);
const made = createApp(readConfig({ ...env, LOG_LEVEL: "silent" }), {
  clock: time.clock,
  queue,
  chatPace: noPace,
  passwordCost,
});
const mails = new Map<string, Mail>();
const send = async (mail: Mail): Promise<void> => {
  mails.set(mail.to, mail);
  if (time.clock().getTime() > found.now.getTime() - mailsKeptMs) await made.mailer.send(mail);
};
const app = { ...made, mailer: { send } };
const company = companyOf({ ...found, app, queue, time, mails });
const diary = newDiary();
growth(diary);
weeks(diary);
await diary.live(company);
await today(company);
await queue.redraw(app);
await made.close();
