import type { z } from "zod";
import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { Task } from "../kernel/outbox/queue.ts";
import { mailingTask } from "./dispatch-mailings.ts";

/** One kind of mail that no Request sends. */
export interface MailingKind<About = unknown> {
  kind: string;
  about: z.ZodType<About>;
  /** Sends it, or finds that there is nothing to send any more. A try that may have arrived is repeated as the same mail. */
  send(app: App, mailing: { id: string; about: About }): Promise<void>;
}

export interface DefinedMailing<About> extends MailingKind<About> {
  /** Writes it, in the transaction of what it tells. Dispatch what it returns, after the commit. */
  write(tx: Transaction, about: About & Prisma.InputJsonObject, now: Date): Promise<Task>;
}

export function defineMailing<About>(kind: MailingKind<About>): DefinedMailing<About> {
  return {
    ...kind,
    async write(tx, about, now) {
      const data = { kind: kind.kind, about, createdAt: now, enqueuedAt: now };
      const { id } = await tx.mailing.create({ data, select: { id: true } });
      return mailingTask(id);
    },
  };
}
