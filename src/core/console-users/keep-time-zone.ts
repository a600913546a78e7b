import type { ChatPerson } from "../chat/chat.ts";
import type { App } from "../context.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { knownTimeZone } from "../time/time-zone.ts";

/** Keeps the zone that the chat tells now, so that times are read in it. Written only where it differs. */
export async function keepTimeZone(app: App, user: ConsoleUser, person: ChatPerson): Promise<ConsoleUser> {
  const timeZone = knownTimeZone(person.timeZone);
  if (!timeZone || timeZone === user.timeZone) return user;
  await app.db.consoleUser.updateMany({ where: { id: user.id }, data: { timeZone } });
  return { ...user, timeZone };
}
