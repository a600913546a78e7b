import { identifyCaller } from "../../core/console-users/identify-caller.ts";
import type {
  AccountUserActor,
  App,
  ConsoleUserActor,
  Context,
  Invitee,
  Operator,
  Visitor,
} from "../../core/context.ts";
import { acceptInvitation } from "../../core/invitations/accept-invitation.ts";
import { sweeps } from "../../core/features.ts";
import { findSession } from "../../core/kernel/sessions/find-session.ts";
import { confirmRequest } from "../../core/kernel/requests/confirm-request.ts";
import { approveRequest } from "../../core/kernel/requests/decide-request.ts";
import type { RequestKind } from "../../core/kernel/requests/request-kind.ts";
import {
  type RequestOrigin,
  type Submitted,
  submitRequest,
} from "../../core/kernel/requests/submit-request.ts";
import { identityKey } from "../../core/kernel/text/identity-key.ts";
import { days, hours, minutes } from "../../core/kernel/time/clock.ts";
import { accountUserActor, signIn } from "../../core/users/sign-in.ts";
import type { Mail } from "../../core/kernel/mail/mailer.ts";
import type { CompanyQueue } from "./company-queue.ts";
import type { MovedTime } from "./moved-time.ts";

/** What the makers of a company's history act on. */
export interface CompanyWorld {
  app: App;
  queue: CompanyQueue;
  time: MovedTime;
  /** The last mail to each address. */
  mails: ReadonlyMap<string, Mail>;
  /** User ids in Slack by the names of the cast. */
  people: Record<string, string>;
  channelId: string;
  teamId: string;
  /** The moment in which the company is to be found. */
  now: Date;
}

/** A company that is lived in: whoever acts does so through the use cases, at the time that was last moved to. */
export interface Company extends CompanyWorld {
  /** So many working days before today, at a time of day; 0 is today. */
  on(workingDaysAgo: number, timeOfDay: string): Promise<void>;
  /** So many minutes before now. */
  ago: (minutesAgo: number) => Promise<void>;
  operator: Context<Operator>;
  as(who: string): Promise<Context<ConsoleUserActor>>;
  /** Asks in the channel, says that it is meant where that is asked, and has the worker do it. */
  asks: <Input>(
    who: string,
    kind: RequestKind<Input>,
    input: NoInfer<Input>,
    reason?: string,
  ) => Promise<Submitted>;
  /** The same, and approved a few minutes later. */
  asksAndGets<Input>(
    who: string,
    kind: RequestKind<Input>,
    input: NoInfer<Input>,
    approving: { by: string; after?: number; reason?: string },
  ): Promise<Submitted>;
  approves(who: string, requestId: string): Promise<void>;
  place(who: string, reason?: string): RequestOrigin;
  /** Opens the link of the last mail to that address. */
  accepts(email: string, person: Named): Promise<void>;
  /** A session at the pages. */
  signsIn(username: string): Promise<Context<AccountUserActor>>;
  account: (apiId: string) => Promise<{ accountId: string }>;
  member: (username: string, apiId: string) => Promise<{ userId: string; accountId: string }>;
  /** Does all that a worker does by itself. */
  sweep(): Promise<void>;
}

export interface Named {
  username: string;
  firstName: string;
  lastName: string;
}

/** Of everybody in the company who has one. */
export const companyPassword = "a kettle for every desk";

const invitee = { kind: "invitee", name: "somebody with a link", surface: "web" } as const;
const visitor = { kind: "visitor", name: "visitor", surface: "web" } as const;

export function companyOf(world: CompanyWorld): Company {
  const { app, queue, time, mails, people, channelId, teamId, now } = world;
  const callers = new Map<string, ConsoleUserActor>();
  let serial = 0;

  const moveTo = async (moment: Date): Promise<void> => {
    const end = new Date(Math.min(moment.getTime(), now.getTime()));
    for (let next = queue.nextAt(); next && next <= end; next = queue.nextAt()) {
      if (next > time.clock()) time.set(next);
      await queue.run(app);
    }
    if (end > time.clock()) time.set(end);
  };
  const place = (who: string, reason?: string): RequestOrigin => ({
    channelId,
    chatUserId: people[who] ?? "",
    idempotencyKey: `company:${(serial += 1)}`,
    ...(reason && { reason }),
  });
  const as = async (who: string): Promise<Context<ConsoleUserActor>> => {
    const sender = { chatUserId: people[who] ?? "", workspaceId: teamId };
    const actor = callers.get(who) ?? (await identifyCaller(app, sender));
    callers.set(who, actor);
    return { ...app, actor };
  };
  const asks: Company["asks"] = async (who, kind, input, reason) => {
    const ctx = await as(who);
    const submitted = await submitRequest(ctx, kind, kind.input.parse(input), place(who, reason));
    if (submitted.needsConfirmation) await confirmRequest(ctx, submitted.requestId);
    await queue.run(app);
    return submitted;
  };
  const approves: Company["approves"] = async (who, requestId) => {
    await approveRequest(await as(who), requestId);
    await queue.run(app);
  };

  const accountIds = new Map<string, string>();
  const account: Company["account"] = async (apiId) => {
    const where = { apiIdKey: identityKey(apiId) };
    const accountId = accountIds.get(apiId) ?? (await app.db.account.findUniqueOrThrow({ where })).id;
    accountIds.set(apiId, accountId);
    return { accountId };
  };

  return {
    ...world,
    on: (workingDaysAgo, timeOfDay) => moveTo(workingDay(now, workingDaysAgo, timeOfDay)),
    ago: (minutesAgo) => moveTo(new Date(now.getTime() - minutes(minutesAgo))),
    operator: { ...app, actor: { kind: "operator", name: "root", surface: "command-line" } },
    as,
    asks,
    approves,
    place,
    async asksAndGets(who, kind, input, { by, after = 7, reason }) {
      const submitted = await asks(who, kind, input, reason);
      await moveTo(new Date(time.clock().getTime() + minutes(after)));
      await approves(by, submitted.requestId);
      return submitted;
    },
    async accepts(email, { username, firstName, lastName }) {
      const token = /\/invitations\/([\w-]+)/u.exec(mails.get(email)?.text ?? "")?.[1];
      if (!token) throw new Error(`No invitation was mailed to ${email}`);
      const password = { password: companyPassword, passwordAgain: companyPassword };
      const form = { username, firstName, lastName, ...password };
      await acceptInvitation({ ...app, actor: invitee satisfies Invitee }, { token, form });
      await queue.run(app);
    },
    async signsIn(username) {
      const browser = { userAgent: "Firefox", address: "203.0.113.7", token: undefined };
      const given = { username, password: companyPassword };
      const { token, user } = await signIn({ ...app, actor: visitor satisfies Visitor }, given, browser);
      const session = await findSession(app, token);
      if (!session) throw new Error(`${username} has no session`);
      return { ...app, actor: accountUserActor(session, user) };
    },
    account,
    async member(username, apiId) {
      const where = { usernameKey: identityKey(username) };
      const { id: userId } = await app.db.user.findUniqueOrThrow({ where });
      return { userId, ...(await account(apiId)) };
    },
    async sweep() {
      for (const one of sweeps) await one(app);
      await queue.run(app);
    },
  };
}

/** Saturdays and Sundays are none. */
export function workingDay(now: Date, ago: number, timeOfDay: string): Date {
  const [hour = 0, minute = 0] = timeOfDay.split(":").map(Number);
  let midnight = new Date(now.getTime() - (now.getTime() % days(1)));
  for (let left = ago; left > 0;) {
    midnight = new Date(midnight.getTime() - days(1));
    if (![0, 6].includes(midnight.getUTCDay())) left -= 1;
  }
  return new Date(midnight.getTime() + hours(hour) + minutes(minute));
}
