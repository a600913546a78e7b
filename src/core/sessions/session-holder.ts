import type { AccountUserActor, ConsoleUserActor } from "../context.ts";

/** Whose session it is. */
export type SessionHolder =
  | { userId: string; consoleUserId?: never }
  | { consoleUserId: string; userId?: never };

export type SessionActor = AccountUserActor | ConsoleUserActor;

export function holderOf({ kind, id }: SessionActor): SessionHolder {
  return kind === "account-user" ? { userId: id } : { consoleUserId: id };
}

/** As the audit names them. */
export function holderSubject({ kind, id, name }: SessionActor) {
  return { kind: kind === "account-user" ? "user" : kind, id, name };
}
