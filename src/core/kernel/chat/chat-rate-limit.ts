import { after, hours } from "../time/clock.ts";
import type { App } from "../../context.ts";

/** So many at once after a rest, then one each so often. */
export interface Pace {
  everyMs: number;
  burst: number;
}

export interface ChatPace {
  /** New messages, in each channel. */
  posts: Pace;
  /** Changes to messages, over all channels: Slack counts them by method. */
  updates: Pace;
}

/** Slack takes a message a second in each channel; a little less leaves room for what the network does to the moments. */
export const chatPace = (updatesPerMinute: number): ChatPace => ({
  posts: { everyMs: 1_100, burst: 3 },
  updates: { everyMs: 60_000 / updatesPerMinute, burst: Math.max(1, Math.floor(updatesPerMinute * 0.8)) },
});

export type Sending = keyof ChatPace;

export const rateLimitName = (sending: Sending, channelId: string) =>
  sending === "posts" ? channelId : "all updates";

/** Takes the next turn: now, or later. One statement, so that no two workers have the same. */
export async function reserveSlot({ db, clock, chatPace }: App, sending: Sending, channelId: string) {
  const now = clock();
  const { everyMs, burst } = chatPace[sending];
  const [lane] = await db.$queryRaw<{ freeAt: Date; heldUntil: Date | null }[]>`
    INSERT INTO "ChatRateLimit" AS lane ("channelId", "freeAt")
    VALUES (${rateLimitName(sending, channelId)}, ${after(now, everyMs)})
    ON CONFLICT ("channelId") DO UPDATE
      SET "freeAt" = GREATEST(lane."freeAt", ${now}) + ${everyMs} * INTERVAL '1 millisecond'
    RETURNING "freeAt", (SELECT held."heldUntil" FROM "ChatRateLimit" held WHERE held."channelId" = ${channelId})`;
  const turn = lane ? after(lane.freeAt, -everyMs * burst) : now;
  return latest(now, turn, lane?.heldUntil ?? now);
}

/** Leaves one channel alone for as long as the chat asks; the turns taken from now on lie behind it. */
export async function holdChannel({ db, chatPace }: App, channelId: string, until: Date): Promise<void> {
  const { everyMs, burst } = chatPace.posts;
  const freeAt = after(until, everyMs * (burst - 1));
  await db.$executeRaw`
    INSERT INTO "ChatRateLimit" AS lane ("channelId", "freeAt", "heldUntil") VALUES (${channelId}, ${freeAt}, ${until})
    ON CONFLICT ("channelId") DO UPDATE SET
      "freeAt" = GREATEST(lane."freeAt", EXCLUDED."freeAt"),
      "heldUntil" = GREATEST(lane."heldUntil", EXCLUDED."heldUntil")`;
}

export async function isHeld({ db, clock }: App, channelId: string): Promise<boolean> {
  const held = await db.chatRateLimit.count({ where: { channelId, heldUntil: { gt: clock() } } });
  return held > 0;
}

/** Drops the lanes in which nothing has gone on for a while. */
export async function sweepChatRateLimits({ db, clock }: App): Promise<number> {
  const longAgo = after(clock(), -hours(1));
  const { count } = await db.chatRateLimit.deleteMany({ where: { freeAt: { lt: longAgo } } });
  return count;
}

const latest = (...times: Date[]) => new Date(Math.max(...times.map((time) => time.getTime())));
