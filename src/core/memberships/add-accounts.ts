import { accountNamed, userNamed } from "../kernel/names/deleted-names.ts";
import { z } from "zod";
import { accountLabel } from "../kernel/names/account-name.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { After } from "../kernel/outbox/transact.ts";
import type { Account, User } from "../generated/prisma/client.ts";
import { listed } from "../kernel/requests/administrators-to-be.ts";
import { type ChangeOrigin, defineChange } from "../kernel/requests/define-change.ts";
import type { CardContent, RequestRow } from "../kernel/requests/request-kind.ts";
import { counted } from "../kernel/text/counted.ts";
import { accountIds, accountsAtOnce, loadUser } from "../users/reset-password.ts";
import { credentialWarnings, keysOf } from "../users/handed-credentials.ts";
import { giveMembership } from "../kernel/levels/give-membership.ts";
import { levelAt, levelOf } from "../kernel/levels/require-level.ts";
import { loadAccounts } from "../kernel/levels/load-accounts.ts";
import { suspendedWarnings } from "../kernel/levels/suspended-warning.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { userLabel } from "../kernel/names/user-name.ts";
import { hint } from "../kernel/text/command-hint.ts";

export const addAccountsInput = z
  .object({
    userId: z.uuid("Choose a User."),
    /** With the level Access. */
    accountIds,
    /** With the level Administrator. */
    administratorOf: accountIds,
  })
  .refine((given) => given.accountIds.length + given.administratorOf.length > 0, {
    path: ["accountIds"],
    error: "Choose at least one Account.",
  })
  .refine((given) => given.accountIds.length + given.administratorOf.length <= accountsAtOnce, {
    path: ["administratorOf"],
    error: `Choose at most ${accountsAtOnce} Accounts at once.`,
  })
  .refine((given) => !given.administratorOf.some((id) => given.accountIds.includes(id)), {
    path: ["administratorOf"],
    error: "An Account is in both lists. Choose one level for it.",
  });

export type AddAccountsInput = z.infer<typeof addAccountsInput>;

interface Addition {
  account: Account;
  asAdministrator: boolean;
}

/** Gives a User more Accounts, each at a level of its own. */
export const addAccountsRequest = defineChange({
  kind: "add-accounts",
  input: addAccountsInput,
  needs: "users:edit",
  undo: `${hint("remove-user")} takes an Account away again.`,

  async plan(ctx, input) {
    const user = await loadUser(ctx.db, input.userId);
    const additions = await loadAdditions(ctx.db, input);
    await refuseMember(ctx, user, input);
    const accounts = additions.map(({ account }) => account);
    const [only, ...others] = accounts;
    return {
      ...(only && others.length === 0 && { accountId: only.id }),
      accountIds: accounts.map(({ id }) => id),
      grantsAdministrator: input.administratorOf.length > 0,
      administrators: listed(
        additions
          .filter(({ asAdministrator }) => asAdministrator)
          .map(({ account }) => ({ who: userLabel(user), account })),
      ),
      beneficiaries: keysOf(user),
      dedupeKey: `add-accounts:${user.id}`,
      what: `${counted(additions.length, "Account")} for ${user.username}`,
      effects: additions.map(
        ({ account, asAdministrator }) =>
          `${user.username} becomes a member of ${accountLabel(account)}, as ${levelOf(asAdministrator)}.`,
      ),
      warnings: [
        ...(input.administratorOf.length > 0 ? credentialWarnings(user) : []),
        ...suspendedWarnings(accounts),
      ],
      needsConfirmation: false,
    };
  },

  // Its plan refuses where one of them is added by now; its run adds the others.
  touches: ({ accountIds, administratorOf }) => ({
    accountIds: [...accountIds, ...administratorOf],
    grantsAdministrator: administratorOf.length > 0,
  }),

  change: { apply: add },
  card: addAccountsCard,
});

async function loadAdditions(
  db: Database | Transaction,
  { accountIds, administratorOf }: AddAccountsInput,
): Promise<Addition[]> {
  const plain = await loadAccounts(db, accountIds);
  const raised = await loadAccounts(db, administratorOf, "administratorOf");
  return [
    ...plain.map((account) => ({ account, asAdministrator: false })),
    ...raised.map((account) => ({ account, asAdministrator: true })),
  ];
}

async function refuseMember(ctx: Context, user: User, input: AddAccountsInput): Promise<void> {
  const { accountIds, administratorOf } = input;
  const already = await ctx.db.membership.findMany({
    where: { userId: user.id, accountId: { in: [...accountIds, ...administratorOf] } },
    include: { account: true, grants: true },
  });
  const [first] = already;
  if (!first) return;
  const listed = already.map(
    ({ account, grants }) => `${accountLabel(account)} with the level ${levelAt(grants, ctx.clock())}`,
  );
  const advice = `Leave these out; ${hint("grant-admin")} and revoke-admin change a level.`;
  throw new DomainError(
    "conflict",
    `${user.username} is already a member of ${listed.join(", ")}. Nothing was changed. ${advice}`,
    accountIds.includes(first.accountId) ? "accountIds" : "administratorOf",
  );
}

async function add(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  _after: After,
  input: AddAccountsInput,
  { requestId }: ChangeOrigin,
): Promise<"added" | "added-some" | "already"> {
  // Held, so that what is deleted at this moment is told as such, and not as a failure of ours.
  await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${input.userId}::uuid FOR KEY SHARE`;
  await tx.$queryRaw`SELECT "id" FROM "Account"
    WHERE "id" = ANY(${[...input.accountIds, ...input.administratorOf]}::uuid[]) ORDER BY "id" FOR KEY SHARE`;
  const user = await loadUser(tx, input.userId);
  const additions = await loadAdditions(tx, input);
  const memberships = await tx.membership.findMany({ where: { userId: user.id } });
  const missing = additions.filter(
    ({ account }) => !memberships.some(({ accountId }) => accountId === account.id),
  );
  const grant = { userId: user.id, requestId, now: ctx.clock() };
  for (const { account, asAdministrator } of missing)
    await giveMembership(tx, { ...grant, accountId: account.id, asAdministrator });
  for (const { account, asAdministrator } of missing)
    await recordAudit(tx, ctx, {
      action: "membership-given",
      subject: { kind: "user", id: user.id, name: user.username },
      accountId: account.id,
      requestId,
      after: { level: levelOf(asAdministrator) },
    });
  if (missing.length === 0) return "already";
  return missing.length === additions.length ? "added" : "added-some";
}

const notes: Record<string, string> = {
  added: "Each Account has its own level. Sub-accounts and parents do not change.",
  "added-some": "Some of these somebody else gave in the meantime; they stay at the level that they have.",
  already: "Somebody else already gave all of these. There was nothing to change.",
};

async function addAccountsCard(
  app: App,
  request: RequestRow,
  { userId, accountIds, administratorOf }: AddAccountsInput,
): Promise<CardContent> {
  const levels = [
    [levelOf(false), await labels(app, accountIds)],
    [levelOf(true), await labels(app, administratorOf)],
  ] as const;
  return standardCard(app, request, {
    noun: "Adding Accounts",
    fields: [
      ["User", await userNamed(app, userId)],
      ...levels
        .filter(([, accounts]) => accounts.length > 0)
        .map(([level, accounts]): [string, string] => [level, accounts.join(", ")]),
    ],
    done: request.outcome === "already" ? "Accounts already added" : "Accounts added",
    note: notes[request.outcome ?? ""] ?? "",
  });
}

async function labels(app: App, ids: string[]): Promise<string[]> {
  const found = await app.db.account.findMany({ where: { id: { in: ids } } });
  return Promise.all(
    ids.map((id) => {
      const account = found.find((one) => one.id === id) ?? null;
      return accountNamed(app, { account, input: { accountId: id } });
    }),
  );
}
