import { after, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";

const atMost = 3;
const withinMs = minutes(10);

interface Resent {
  /** What it is, as the audit has it. */
  kind: "invitation" | "console-invitation";
  id: string;
  /** How a sentence names it. */
  what: string;
}

export const resentAs = {
  invitation: "invitation-resent",
  "console-invitation": "console-invitation-resent",
};

/** Throws conflict where it was resent three times within ten minutes; counted in the audit, by each one's `after.at`. */
export async function refuseTooOften(
  db: App["db"] | Transaction,
  { kind, id, what }: Resent,
  now: Date,
): Promise<void> {
  const latest = await db.auditEvent.findMany({
    where: { subjectKind: kind, subjectId: id, action: resentAs[kind] },
    orderBy: { id: "desc" },
    take: atMost,
    select: { after: true },
  });
  const oldest = latest.length === atMost ? (latest.at(-1)?.after as { at?: string } | null) : undefined;
  const again = oldest?.at ? after(new Date(oldest.at), withinMs) : undefined;
  if (!again || again <= now) return;
  const time = again.toISOString().slice(11, 16);
  throw new DomainError(
    "conflict",
    `${what} was resent ${atMost} times within ten minutes. Try again after ${time} UTC, and have them look among unwanted mail.`,
    "email",
  );
}
