import type { z } from "zod";
import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { dueSoon } from "../kernel/outbox/outbox.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { mailingTask } from "./mailing-task.ts";

/** One kind of mail that no Request sends. */
export interface MailingKind<About = unknown> {
  kind: string;
  about: z.ZodType<About>;
  /** Sends it, or finds that there is nothing to send any more. A try that may have arrived is repeated as the same mail. */
  send(app: App, mailing: { id: string; about: About }): Promise<void>;
}

export interface DefinedMailing<About> extends MailingKind<About> {
  /** Writes it, in the transaction of what it tells, and has it sent after the commit. An id of the caller's keeps it single. */
  write(
    tx: Transaction,
    after: After,
    about: About & Prisma.InputJsonObject,
    now: Date,
    id?: string,
  ): Promise<void>;
}

export function defineMailing<About>(kind: MailingKind<About>): DefinedMailing<About> {
  return {
    ...kind,
    async write(tx, after, about, now, given) {
      const data = { kind: kind.kind, about, createdAt: now, ...dueSoon(now), ...(given && { id: given }) };
      const { id } = await tx.mailing.create({ data, select: { id: true } });
      after.dispatch(mailingTask(id));
    },
  };
}
