import { createHash } from "node:crypto";
import { z } from "zod";
import type { ApiClientActor, App, Context } from "../context.ts";
import type { IdempotentCall } from "../generated/prisma/client.ts";
import type { Transaction } from "../kernel/database.ts";
import { asOneTransaction } from "../kernel/outbox/as-one-transaction.ts";
import { seal, unseal } from "../kernel/secrets/seal.ts";
import { hashToken } from "../kernel/secrets/token.ts";
import { Turnstile } from "../kernel/turnstile.ts";
import { newUuid } from "../kernel/text/uuid.ts";
import { after, hours } from "../kernel/time/clock.ts";

/** For so long a call that is sent again under the same key is answered as it was the first time. */
export const keptForMs = hours(24);

const kept = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.unknown(),
});

/** What a call was answered. */
export type KeptAnswer = z.infer<typeof kept>;

export type Once =
  | { is: "answered" | "replayed"; answer: KeptAnswer }
  /** The same key came with another call before. */
  | { is: "reused" }
  /** The first one is still being worked on. */
  | { is: "running" }
  /** The answer held a link, which has ended. */
  | { is: "ended" };

interface Asked {
  /** The client's own name for the call. */
  key: string;
  /** All that makes the call what it is: method, address, Account and body. */
  call: string;
}

interface Answered {
  answer: KeptAnswer;
  /** The token of a sign-in link that the answer holds. */
  linkToken?: string | undefined;
}

/**
 * Does a call at most once under its key. The answer is kept in the transaction of all that the call does: whoever dies on the
 * way has done nothing, and the next one with this key does it. A call that fails has changed nothing either, and leaves its key
 * free. Throws a retryable ExternalError where too many are at it.
 */
export async function answerOnce(
  ctx: Context<ApiClientActor>,
  asked: Asked,
  work: (ctx: Context<ApiClientActor>) => Promise<Answered>,
): Promise<Once> {
  const leave = await enterAsOneOf(ctx);
  try {
    return await doOnce(ctx, asked, work);
  } finally {
    leave();
  }
}

/** Of one client so many hold something at a time: its others wait, and keep no other client from what it wants. */
const ofOneClient = { atMost: 2, waitMs: 2_000, waitingAtMost: 50 };

const turnstiles = new WeakMap<App["db"], Map<string, Turnstile>>();

async function enterAsOneOf({ db, actor }: Context<ApiClientActor>): Promise<() => void> {
  const ofClients = turnstiles.get(db) ?? new Map<string, Turnstile>();
  turnstiles.set(db, ofClients);
  const turnstile = ofClients.get(actor.id) ?? new Turnstile(ofOneClient);
  ofClients.set(actor.id, turnstile);
  const leave = await turnstile.enter();
  return () => {
    leave();
    if (turnstile.isIdle) ofClients.delete(actor.id);
  };
}

function doOnce(
  ctx: Context<ApiClientActor>,
  { key, call }: Asked,
  work: (ctx: Context<ApiClientActor>) => Promise<Answered>,
): Promise<Once> {
  const apiClientId = ctx.actor.id;
  const keyHash = hash(key);
  const callHash = hash(call).toString("base64url");
  return asOneTransaction(ctx, async (inOne, tx): Promise<Once> => {
    if (!(await hold(tx, apiClientId, keyHash))) return { is: "running" };
    const now = ctx.clock();
    const known = await tx.idempotentCall.findUnique({
      where: { apiClientId_keyHash: { apiClientId, keyHash } },
    });
    if (known && known.expiresAt > now) return replay(ctx, tx, known, callHash);
    if (known) await tx.idempotentCall.delete({ where: { id: known.id } });
    const { answer, linkToken } = await work(inOne);
    const id = newUuid();
    const answerSealed = seal(ctx.secretKeys, purposeOf(id), JSON.stringify({ ...answer, callHash }));
    const linkHash = linkToken === undefined ? null : hashToken(linkToken);
    const row = { id, apiClientId, keyHash, answerSealed, linkHash, createdAt: now };
    await tx.idempotentCall.create({ data: { ...row, expiresAt: after(now, keptForMs) } });
    return { is: "answered", answer };
  });
}

/** One call a key at a time, to the end of the transaction, be that a commit or the death of its process. */
async function hold(tx: Transaction, apiClientId: string, keyHash: Uint8Array): Promise<boolean> {
  const lock = hash(`${apiClientId} ${Buffer.from(keyHash).toString("hex")}`).readBigInt64BE();
  const [held] = await tx.$queryRaw<{ held: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${lock}::BIGINT) AS "held"`;
  return held?.held === true;
}

async function replay(
  { secretKeys, clock }: App,
  tx: Transaction,
  { id, answerSealed, linkHash }: IdempotentCall,
  callHash: string,
): Promise<Once> {
  const { callHash: first, ...answer } = kept
    .extend({ callHash: z.string() })
    .parse(JSON.parse(unseal(secretKeys, purposeOf(id), answerSealed)));
  if (first !== callHash) return { is: "reused" };
  if (linkHash && !(await lives(tx, linkHash, clock()))) return { is: "ended" };
  return { is: "replayed", answer };
}

async function lives(tx: Transaction, tokenHash: Uint8Array<ArrayBuffer>, now: Date): Promise<boolean> {
  const open = { usedAt: null, revokedAt: null, expiresAt: { gt: now } };
  return (await tx.secretLink.count({ where: { tokenHash, ...open } })) > 0;
}

/** What an answer is sealed for: its own row alone. */
export const purposeOf = (id: string): string => `idempotent-call:${id}`;

const hash = (text: string) => createHash("sha256").update(text).digest();

const batchSize = 5000;

/** Drops answers that are kept no longer. Returns how many. */
export async function sweepIdempotentCalls({ db, clock }: App): Promise<number> {
  const { count } = await db.idempotentCall.deleteMany({
    where: { expiresAt: { lte: clock() } },
    limit: batchSize,
  });
  return count;
}
