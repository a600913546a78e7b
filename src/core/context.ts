import type { Logger } from "pino";
import type { ChatPace } from "./kernel/chat/chat-rate-limit.ts";
import type { Chat } from "./kernel/chat/chat.ts";
import type { SlackReach } from "./kernel/chat/slack-reach.ts";
import type { Cloud } from "./kernel/cloud/cloud.ts";
import type { Clock } from "./kernel/time/clock.ts";
import type { ConsolePermissions, Permission } from "./kernel/access/access.ts";
import type { Database } from "./kernel/database.ts";
import type { Precondition } from "./kernel/outbox/transact.ts";
import type { Queue } from "./kernel/outbox/queue.ts";
import type { LeaseKeeper } from "./kernel/outbox/lease-keeper.ts";
import type { Mailer } from "./kernel/mail/mailer.ts";
import type { Metrics } from "./kernel/metrics.ts";
import type { Tracing } from "./kernel/tracing.ts";
import type { ApprovalPolicy } from "./kernel/requests/approval-policy.ts";
import type { Health } from "./kernel/outbox/health.ts";
import type { Notifier } from "./cycles/notifier.ts";
import type { RequestKind } from "./kernel/requests/request-kind.ts";
import type { RetryPolicy } from "./kernel/outbox/retry-policy.ts";
import type { PasswordCost } from "./kernel/secrets/password.ts";
import type { SecretKey } from "./kernel/secrets/seal.ts";
import type { Account } from "./generated/prisma/client.ts";

/** The outside world, made once per process by createApp. */
export interface App {
  db: Database;
  queue: Queue;
  mailer: Mailer;
  chat: Chat;
  notifier: Notifier;
  /** The vendor's cloud; undefined where the program is a world of its own. */
  cloud: Cloud | undefined;
  /** Where people sign in to the Console there, for what they do by hand. */
  cloudConsoleUrl: string | undefined;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  tracing: Tracing;
  health: Health;
  slackReach: SlackReach;
  secretKeys: SecretKey[];
  publicUrl: string;
  retryPolicy: RetryPolicy;
  chatPace: ChatPace;
  /** How fast one person in the chat may be: so many at once after a rest, then one each `everyMs`. */
  userPace: { burst: number; everyMs: number };
  approvalPolicy: ApprovalPolicy;
  /** IANA name of the Partner's own zone: for people and Accounts of whom no other is known. */
  timeZone: string;
  /** Keeps the rows that this process works on from others. */
  leases: LeaseKeeper;
  /** Every kind of request, by the name that its rows bear. */
  requestKinds: ReadonlyMap<string, RequestKind<unknown>>;
  /** Of a new password's hash: OWASP's where it is left out. No setting leads here; people who were made up for a demo cost less. */
  passwordCost?: PasswordCost;
  /** The X-Request-Id of the call of the API that is being answered. */
  callId?: string;
  close(): Promise<void>;
}

/** What a use case gets: the world, and who is asking. */
export type Context<Who extends Actor = Actor> = App & {
  actor: Who;
  precondition?: Precondition;
  /** The Account that the call has been let into, as it was read for that. Changes look at it again, under lock. */
  entered?: Account;
};

export type Actor =
  | ConsoleUserActor
  | AccountUserActor
  | ApiClientActor
  | Visitor
  | ChatUser
  | Invitee
  | Operator
  | System;

/** Who works in an Account: a User in their own name, or an application on its behalf. */
export type AccountActor = AccountUserActor | ApiClientActor;

/**
 * Whoever the Console's grid judges: a Console User, or an application, which is given the same permissions and may do no more
 * with them than a person.
 */
export interface ConsoleUserActor {
  kind: "console-user" | "api-client";
  id: string;
  name: string;
  chatUserId: string | null;
  fullAccess: boolean;
  permissions: ConsolePermissions;
  /** IANA name of the zone in which this person reads and writes times, where the chat has told it. */
  timeZone: string | null;
  surface: Surface;
}

/** A User of Accounts, signed in to the pages. What they may do is read from their Memberships, each time. */
export interface AccountUserActor {
  kind: "account-user";
  id: string;
  /** The user ID. */
  name: string;
  sessionId: string;
  /** Set where the session began with a sign-in link: it reaches this Account alone, as Access at most. */
  onlyAccountId: string | null;
  /** What such a session deploys from. */
  deploymentId: string | null;
  surface: "web";
}

/** Whoever is at the pages without having signed in, or at the API without credentials that are right. */
export interface Visitor {
  kind: "visitor";
  name: string;
  surface: "web" | "api";
}

/** An application that called the API with an access token. What it may do is its client's grid, or what is left of it by the token. */
export interface ApiClientActor extends ConsoleUserActor {
  kind: "api-client";
  chatUserId: null;
  timeZone: null;
  /** The only Account in reach, where the token or its client is restricted to one. */
  onlyAccountId: string | null;
  /** What the call that is being made needs: looked at again at the write. Null: nothing. */
  needs: Permission | null;
  surface: "api" | "job";
}

/** Somebody in the chat who is no Console User. */
export interface ChatUser {
  kind: "chat-user";
  id: string;
  name: string;
  surface: "slack";
}

/** Whoever holds an invitation's link. */
export interface Invitee {
  kind: "invitee";
  name: string;
  surface: "web";
}

/** Whoever sits at the command line of the server. */
export interface Operator {
  kind: "operator";
  name: string;
  surface: "command-line";
}

/** What a command line has: a database, and no chat, mail or queue. */
export type OperatorContext = Pick<Context<Operator>, "db" | "clock" | "actor">;

/** The program itself. */
export interface System {
  kind: "system";
  name: string;
  surface: "job";
}

export type Surface = "slack" | "web" | "api" | "command-line" | "job";
