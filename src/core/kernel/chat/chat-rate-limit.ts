import { after, hours } from "../time/clock.ts";
import type { App } from "../../context.ts";
import { type At, run, statement } from "../statement.ts";

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

/** How a statement takes a turn, by `turnText`. */
export interface Turn {
  now: Date;
  everyMs: number;
}

/** What comes back of it. */
export interface Lane {
  freeAt: Date;
  heldUntil: Date | null;
}

/** In a statement: takes the next turn in the lane of each row of `from`. In one, so that no two workers have the same. */
export function turnText<Values extends { turn: Turn }>(
  at: At<Values>,
  { lane, channel, from }: { lane: string; channel: string; from: string },
): string {
  const [now, everyMs] = [`${at("turn", "now")}::timestamptz`, `${at("turn", "everyMs")}::float8`];
  return `
    INSERT INTO "ChatRateLimit" AS lane ("channelId", "freeAt")
    SELECT ${lane}, ${now} + ${everyMs} * INTERVAL '1 millisecond' ${from}
    ON CONFLICT ("channelId") DO UPDATE
      SET "freeAt" = GREATEST(lane."freeAt", ${now}) + ${everyMs} * INTERVAL '1 millisecond'
    RETURNING "freeAt", (SELECT held."heldUntil" FROM "ChatRateLimit" held WHERE held."channelId" = ${channel}) AS "heldUntil"`;
}

const takeTurn = statement<{ turn: Turn; lane: string; channelId: string }, Lane>((at) =>
  turnText(at, { lane: `${at("lane")}::text`, channel: `${at("channelId")}::text`, from: "" }),
);

/** Takes the next turn: now, or later. */
export async function reserveSlot(app: Pacing, sending: Sending, channelId: string): Promise<Date> {
  const turn = turnOf(app, sending);
  const lane = rateLimitName(sending, channelId);
  const [taken] = await run(app.db, takeTurn, { turn, lane, channelId });
  return taken ? slotOf(app, sending, turn, taken) : turn.now;
}

type Pacing = Pick<App, "db" | "clock" | "chatPace">;

export const turnOf = ({ clock, chatPace }: Pacing, sending: Sending): Turn => ({
  now: clock(),
  everyMs: chatPace[sending].everyMs,
});

/** When a turn has come that was taken like this. */
export function slotOf({ chatPace }: Pacing, sending: Sending, { now }: Turn, lane: Lane): Date {
  const { everyMs, burst } = chatPace[sending];
  return latest(now, after(lane.freeAt, -everyMs * burst), lane.heldUntil ?? now);
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
