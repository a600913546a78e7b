import { moment } from "../kernel/text/moment-words.ts";
import { z } from "zod";
import { type AuditEntry, by, recordAudit } from "../kernel/audit/record-audit.ts";
import { systemActor } from "../kernel/audit/system-actor.ts";
import { hours } from "../kernel/time/clock.ts";
import type { App, ConsoleUserActor, Context, Visitor } from "../context.ts";
import type { SecretLink, User } from "../generated/prisma/client.ts";
import { DomainError } from "../kernel/errors.ts";
import { defineMailing } from "../kernel/outbox/mailing.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { loadBrand, type MailBrand } from "../kernel/names/brand.ts";
import { addressKey, usernameKeys } from "../kernel/text/identity-key.ts";
import { isAdministratorAnywhere } from "./handed-credentials.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import type { RequestRow } from "../kernel/requests/request-kind.ts";
import {
  byToken,
  handedOver,
  linkState,
  mailLink,
  newLink,
  withdrawLinks,
} from "../kernel/links/secret-link.ts";
import { letter } from "../kernel/mail/letter.ts";
import type { Mail } from "../kernel/mail/mailer.ts";
import type { Transaction } from "../kernel/database.ts";

interface NewPasswordLink {
  userId: string;
  requestId: string | null;
  /** Where it is decided by what asks for it. */
  id?: string;
  lifeMs?: number;
  /** Anybody can ask for it: it takes no link away that its User may be about to use. */
  keepsOthers?: boolean;
}

/** Makes a link with which a User sets a password; links that were not used yet are dead from here on, unless told otherwise. */
export async function issuePasswordLink(
  ctx: Pick<App, "clock" | "secretKeys">,
  tx: Transaction,
  { keepsOthers = false, ...link }: NewPasswordLink,
): Promise<SecretLink> {
  if (!keepsOthers) await withdrawLinks(tx, { userId: link.userId, purpose: "password" });
  return tx.secretLink.create({ data: newLink(ctx, { ...link, purpose: "password" }) });
}

const lifeMs = hours(1);

/** The link for whoever has forgotten a password. Each try that finds none of its own makes one, and mails that. */
export const forgottenPasswordMailing = defineMailing({
  kind: "forgotten-password",
  about: z.object({ name: z.string() }),
  async send(app, { id, about: { name } }) {
    const user = await userCalled(app, name);
    if (!user?.email) return;
    if (user.emailConfirmedAt === null && (await isAdministratorAnywhere(app.db, user.id, app.clock())))
      return recordAudit(app.db, by(app, systemActor), unconfirmed(user));
    const { username, email, passwordHash } = user;
    const link = await linkOf(app, id, user);
    const at = await mailLink(app, link, async (url) =>
      passwordMail({
        user: { username, email },
        why: passwordHash === null ? "forgotten-first" : "forgotten",
        accounts: [],
        brand: await loadBrand(app),
        senderName: "",
        link: url,
        expiresAt: link.expiresAt,
        timeZone: app.timeZone,
      }),
    );
    if (at) await handedOver(app.db, link, at);
  },
});

/** Nobody knows who reads mail there: a link is sent by `reset-password`, which others approve. */
function unconfirmed({ id, username }: User): AuditEntry {
  return {
    action: "refused",
    subject: { kind: "user", id, name: username },
    after: { attempted: "forgotten-password", because: "Administrator, with an e-mail nobody has confirmed" },
  };
}

/**
 * Where an address is one User's e-mail and another's user ID, the one who reads mail there is meant. An API User cannot sign
 * in.
 */
async function userCalled({ db }: App, name: string): Promise<User | null> {
  const emailKey = addressKey(name);
  const called = await db.user.findMany({
    where: { OR: [{ usernameKey: { in: usernameKeys(name) } }, { emailKey }], apiUserOfId: null },
    orderBy: { usernameKey: "asc" },
  });
  return called.find((user) => user.emailKey === emailKey) ?? called[0] ?? null;
}

/** The one made by an earlier try, so that the same link goes out again, or a new one. */
async function linkOf(app: App, mailingId: string, user: User): Promise<SecretLink> {
  const before = await app.db.secretLink.findUnique({ where: { id: mailingId } });
  if (before) return before;
  return app.db.$transaction(async (tx) => {
    const issue = { id: mailingId, userId: user.id, requestId: null, lifeMs, keepsOthers: true };
    const link = await issuePasswordLink(app, tx, issue);
    await recordAudit(tx, by(app, systemActor), {
      action: "password-link-issued",
      subject: { kind: "user", id: user.id, name: user.username },
    });
    return link;
  });
}

const namedAtMost = 254;

/**
 * Has a link to set a password mailed to the User of that user ID or e-mail, if there is one with an e-mail. Who that is
 * is looked up by the worker alone, so that the same is done here, in the same time, whether there is one or not.
 */
export async function requestPasswordLink(ctx: Context<Visitor>, name: string): Promise<void> {
  const now = ctx.clock();
  await transact(ctx, async (tx, after) => {
    await forgottenPasswordMailing.write(tx, after, { name: name.slice(0, namedAtMost) }, now);
    await recordAudit(tx, ctx, {
      action: "password-link-requested",
      subject: { kind: "user" },
    });
  });
}

/** A link of a User, whatever its state, with whose it is. Undefined where it was never ours, or was replaced. */
export async function findUserLink(app: App, purpose: "password" | "email", token: string) {
  const link = await app.db.secretLink.findUnique({
    where: byToken(purpose, token),
    include: { user: true },
  });
  return link?.user ? { state: linkState(link, app.clock()), link, user: link.user } : undefined;
}

/** The same of one that is open. Throws not-found (forged, or replaced) and expired (or used). */
export async function requireUserLink(app: App, purpose: "password" | "email", token: string) {
  const found = await findUserLink(app, purpose, token);
  if (!found) throw new DomainError("not-found", "We do not know this link.");
  if (found.state !== "open") throw new DomainError("expired", `This link is ${found.state}.`);
  return found;
}

const accountsNamed = 20;

/** Mails the link of a Request, unless that is recorded as done. */
export async function sendPasswordLink(ctx: Context<ConsoleUserActor>, request: RequestRow): Promise<void> {
  const link = await ctx.db.secretLink.findFirst({
    where: { requestId: request.id, purpose: "password" },
    include: {
      user: { include: { memberships: { include: { account: true }, take: accountsNamed + 1 } } },
    },
  });
  const { username, email, passwordHash, memberships = [] } = link?.user ?? {};
  if (!link || !username || !email) return;
  const accounts = memberships.map(({ account }) => accountLabel(account));
  const at = await mailLink(ctx, link, async (url) =>
    passwordMail({
      user: { username, email },
      why: mailCause(request.kind, passwordHash !== null),
      accounts: accounts.length > accountsNamed ? [...accounts.slice(0, accountsNamed), "…"] : accounts,
      brand: await loadBrand(ctx),
      senderName: request.requester ? nameOf(request.requester) : "",
      link: url,
      expiresAt: link.expiresAt,
      timeZone: ctx.timeZone,
    }),
  );
  if (!at) return;
  await ctx.db.$transaction([
    handedOver(ctx.db, link, at),
    ctx.db.request.update({ where: { id: request.id }, data: { mailedAt: at }, select: { id: true } }),
  ]);
}

/** Somebody made the User, or sends a link to one; or whoever has forgotten the password, or never had one, asked for it. */
type PasswordMailCause = "new" | "reset" | "reset-first" | "forgotten" | "forgotten-first";

/** Who was made with this link is told so; who was there before is sent a link. */
function mailCause(kind: string, hasPassword: boolean): PasswordMailCause {
  if (kind !== "reset-password") return hasPassword ? "reset" : "new";
  return hasPassword ? "reset" : "reset-first";
}

interface PasswordMailFacts {
  user: { username: string; email: string };
  why: PasswordMailCause;
  accounts: string[];
  brand: MailBrand;
  senderName: string;
  link: string;
  expiresAt: Date;
  timeZone: string;
}

async function passwordMail(facts: PasswordMailFacts): Promise<Omit<Mail, "messageId">> {
  const { user, why, brand, link, expiresAt, timeZone } = facts;
  const isNew = why === "new" || why === "reset-first" || why === "forgotten-first";
  const title = isNew ? "Set your password" : "Set a new password";
  return {
    to: user.email,
    subject: `${brand.name}: ${isNew ? "set your password" : "set a new password"}`,
    ...(await letter({
      title,
      brand,
      timeZone,
      paragraphs: [
        ...whatHappened(facts),
        `Your user ID is ${user.username}. Follow the link to choose your password.`,
      ],
      action: { label: title, link },
      closing: [
        `The link works once, until ${moment(expiresAt)}.`,
        "If you did not expect this, you can ignore this mail. Nothing changes unless you use the link.",
      ],
    })),
  };
}

function whatHappened({ why, accounts, brand, senderName }: PasswordMailFacts): string[] {
  const partnerName = brand.name;
  const by = senderName ? `${senderName} of ${partnerName}` : partnerName;
  if (why === "forgotten" || why === "forgotten-first")
    return [
      `Somebody, most likely you, asked at ${partnerName} for a link to set the password of your user.`,
    ];
  if (why === "reset")
    return [`${by} sent you a link to set a new password. Your old password works until you do.`];
  if (why === "reset-first") return [`${by} sent you a link to set your password.`];
  const opens = accounts.length > 0 ? [`It has access to: ${accounts.join(", ")}.`] : [];
  return [`${by} created a user for you.`, ...opens];
}
