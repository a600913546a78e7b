import type { Actor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { Prisma } from "../generated/prisma/client.ts";

export interface AuditEntry {
  /** What was done, in the past tense: "invitation-created", "refused". */
  action: string;
  subject: { kind: string; id?: string; name?: string };
  accountId?: string;
  requestId?: string | null;
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
}

/** Who does it, and the clock that says when. */
export type Auditing = Pick<Context, "actor" | "clock">;

/** Somebody else than the caller's own actor. */
export function by({ clock }: Pick<Context, "clock">, actor: Actor): Auditing {
  return { actor, clock };
}

/** Writes one entry, in the transaction of the change that it tells of. Never given a secret. */
export async function recordAudit(
  db: Transaction,
  { actor, clock }: Auditing,
  entry: AuditEntry,
): Promise<void> {
  const { subject, ...rest } = entry;
  await db.auditEvent.create({
    data: {
      at: clock(),
      actorKind: actor.kind,
      actorId: "id" in actor ? actor.id : null,
      actorName: actor.name,
      surface: actor.surface,
      subjectKind: subject.kind,
      subjectId: subject.id ?? null,
      subjectName: subject.name ?? "",
      ...rest,
    },
    select: { id: true },
  });
}
