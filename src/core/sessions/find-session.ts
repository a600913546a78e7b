import { after } from "../clock.ts";
import { isActive } from "../console-users/access.ts";
import type { App } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { hashToken } from "../secrets/token.ts";
import { over, seenEveryMs } from "./session-life.ts";

const include = { user: true, consoleUser: true } as const;
export type FoundSession = Prisma.SessionGetPayload<{ include: typeof include }>;

/** The session of a cookie while it lasts, and that it was used now. Undefined for any other, and for whoever was removed or frozen. */
export async function findSession(
  { db, clock }: Pick<App, "db" | "clock">,
  token: string,
): Promise<FoundSession | undefined> {
  const now = clock();
  const session = await db.session.findFirst({
    where: { tokenHash: hashToken(token), NOT: over(now) },
    include,
  });
  if (!session || (session.consoleUser && !isActive(session.consoleUser))) return undefined;
  if (session.seenAt <= after(now, -seenEveryMs))
    // Many, since it may be ended at this moment.
    await db.session.updateMany({ where: { id: session.id }, data: { seenAt: now } });
  return session;
}
