import { accountLabel } from "../names/account-name.ts";
import type { App } from "../../context.ts";
import { type Database, type Transaction, withOwn } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account } from "../../generated/prisma/client.ts";
import { type Approval, approvalFor, type Plan } from "./approval-policy.ts";
import { approvalAsked } from "./approvals.ts";
import { requesterActor } from "./requester.ts";
import { kindOf, type RequestKind, type RequestRow } from "./request-kind.ts";

type Judging = Pick<App, "approvalPolicy">;

/** The part of a plan that approvals depend on. */
export type Touched = Pick<
  Plan,
  "accountId" | "accountIds" | "grantsAdministrator" | "judgedAs" | "movesSignIn" | "beneficiaries"
>;

export interface ApprovalNow {
  /** Undefined where nobody has to approve it. Never less than was asked of it before. */
  approval: Approval | undefined;
  /** Why it needs more than its row says, as a sentence; undefined where it does not. */
  grown: string | undefined;
  /** Whom it gives something, by the keys of their addresses: they do not approve it. */
  beneficiaries: string[];
  /** Whether it makes somebody Administrator. */
  grantsAdministrator: boolean;
  /** Why its plan refuses it by now. */
  refusal: DomainError | undefined;
}

/**
 * What a Request needs as the world is now: it is planned anew, and judged by every Account that it would touch. `db` may be
 * the transaction of the change.
 */
export async function approvalNow(
  app: App,
  db: Database | Transaction,
  request: RequestRow,
): Promise<ApprovalNow> {
  const kind = kindOf(app, request);
  const input = kind.input.parse(request.input);
  const { plan, refusal } = await planAnew(app, db, kind, request, input);
  const touched = plan ?? kind.touches?.(input) ?? {};
  return { ...(await judge(app, db, request, touched)), refusal };
}

/**
 * The same for what is about to be done, by what its input says that it touches, where that is enough: a plan refuses what is
 * no longer needed, and its run would only say that it was done before.
 */
export async function approvalOfRun(
  app: App,
  db: Database | Transaction,
  request: RequestRow,
  { read = [] }: { read?: Account[] } = {},
): Promise<Omit<ApprovalNow, "refusal">> {
  const kind = kindOf(app, request);
  const touched = kind.touches?.(kind.input.parse(request.input));
  return touched ? judge(app, db, request, touched, { read }) : approvalNow(app, db, request);
}

interface Judged {
  /** The rows of Accounts that were read before. */
  read?: Account[];
  /** It is a part of the Request alone, which is judged as a whole besides. */
  isPart?: boolean;
}

/** The same where it is known what it touches. */
export async function judge(
  { approvalPolicy, requestKinds }: Judging & Pick<App, "requestKinds">,
  db: Database | Transaction,
  request: RequestRow,
  touched: Touched,
  { read = [], isPart = false }: Judged = {},
): Promise<Omit<ApprovalNow, "refusal">> {
  const { kind, needs } = kindOf({ requestKinds }, request);
  const sensitive = await sensitiveOf(db, [...idsOf(request), ...idsOf(touched)], read);
  const grantsAdministrator = touched.grantsAdministrator ?? false;
  const asked = approvalAsked(request);
  const needed = (grants: boolean, moves = touched.movesSignIn !== undefined) =>
    approvalFor(approvalPolicy, {
      kind: touched.judgedAs ?? kind,
      needs,
      grantsAdministrator: grants,
      sensitive: sensitive.length > 0,
      movesSignIn: moves,
    });
  const now = needed(grantsAdministrator);
  const beneficiaries = [...request.beneficiaries, ...(touched.beneficiaries ?? [])];
  // Another rule may fit a part that makes no Administrator: who approved the whole, which does, approved that part too.
  const approvedWithAll = isPart && isSame(asked, needed(true));
  if (!now || approvedWithAll || (asked && now.approvals < asked.approvals))
    return { approval: asked, grown: undefined, beneficiaries, grantsAdministrator };
  const moved = isSame(now, needed(grantsAdministrator, false)) ? undefined : touched.movesSignIn;
  const grown = isSame(asked, now) ? undefined : grownWords(sensitive, { grantsAdministrator, moved });
  return { approval: now, grown, beneficiaries, grantsAdministrator };
}

const isSame = (one: Approval | undefined, other: Approval | undefined): boolean =>
  one?.approvals === other?.approvals && one?.needs === other?.needs;

async function planAnew(
  app: App,
  db: Database | Transaction,
  kind: RequestKind<unknown>,
  request: RequestRow,
  input: unknown,
): Promise<{ plan?: Plan; refusal?: DomainError }> {
  const actor = requesterActor(request);
  if (!actor) return {};
  try {
    const ctx = { ...app, db: unaudited(db), actor };
    return { plan: await kind.plan(ctx, input, request.id) };
  } catch (error) {
    if (error instanceof DomainError) return { refusal: error };
    throw error;
  }
}

/** A plan that is refused records the refusal, but where it is only looked at again nobody attempts anything. */
export function unaudited(db: Database | Transaction): Database {
  return withOwn(db as Database, { auditEvent: withOwn(db.auditEvent, { create: async () => ({}) }) });
}

const idsOf = ({ accountId, accountIds = [] }: { accountId?: string | null; accountIds?: string[] }) => [
  ...(accountId ? [accountId] : []),
  ...accountIds,
];

async function sensitiveOf(db: Database | Transaction, all: string[], read: Account[]): Promise<Account[]> {
  const ids = [...new Set(all)].filter((id) => !read.some((one) => one.id === id));
  const found =
    ids.length === 0
      ? []
      : await db.account.findMany({
          where: { id: { in: ids }, sensitiveBecause: { not: null } },
          orderBy: { apiIdKey: "asc" },
        });
  return [...read.filter(({ sensitiveBecause }) => sensitiveBecause !== null), ...found];
}

const namedAtMost = 3;

interface Grown {
  grantsAdministrator: boolean;
  /** What moves sign-in, where that alone asks for more. */
  moved: string | undefined;
}

function grownWords(sensitive: Account[], { grantsAdministrator, moved }: Grown): string {
  const names = sensitive.slice(0, namedAtMost).map(accountLabel).join(", ");
  const more = sensitive.length > namedAtMost ? ` and ${sensitive.length - namedAtMost} more` : "";
  const is = sensitive.length > 1 ? "are" : "is";
  const granted = grantsAdministrator ? "it makes somebody Administrator" : "the rules have changed";
  const why = moved ?? (names ? `${names}${more} ${is} marked sensitive` : granted);
  return `This now needs more approval than when it was requested: ${why}.`;
}
