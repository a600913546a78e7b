import { z } from "zod";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import { allows, type Permission } from "../kernel/access/access.ts";
import { requirePermission, requirePermissionNow } from "../kernel/access/require-access-change.ts";
import type { CloudAccount } from "../kernel/cloud/cloud.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { reason } from "../kernel/levels/suspension.ts";
import type { Plan } from "../kernel/requests/approval-policy.ts";
import type { CardContent, RequestRow } from "../kernel/requests/request-kind.ts";
import { defineRequest } from "../kernel/requests/request-kind.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { hint } from "../kernel/text/command-hint.ts";
import { adopt, pushDrift } from "./apply-decision.ts";
import type { DriftKind } from "./drift-kinds.ts";
import {
  type Decision,
  decisionsFor,
  decisionWords,
  type DriftRow,
  driftParts,
  driftWords,
  isSettled,
  whyNot,
} from "./drift-words.ts";
import { holdImport } from "./import-accounts.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";

export const decisionInput = z.object({
  /** As the table has it. */
  number: z.coerce.number<number | string>().int().positive().max(2_147_483_647),
  how: z.enum(["adopt", "push", "ignore"]),
  because: reason,
});
export type DecisionInput = z.infer<typeof decisionInput>;

/** What a decision takes besides what its kind of request does. */
const needed: Partial<Record<`${DriftKind} ${Decision}`, Permission>> = {
  "list-shrank adopt": "accounts:manage",
  "account-new adopt": "accounts:manage",
  "account-gone push": "accounts:manage",
  "member-new push": "users:manage",
};

/** Which area a difference belongs to. */
export const isOfMembers = (kind: string): boolean => kind.startsWith("member-");

/** An open difference by its number. Throws not-found and invalid, at the field, also where this cannot be decided so. */
export async function findDrift(
  db: Database | Transaction,
  { number, how }: Pick<DecisionInput, "number" | "how">,
): Promise<DriftRow> {
  const row = await db.cloudDrift.findUnique({ where: { number }, include: driftParts });
  if (!row)
    throw new DomainError(
      "not-found",
      `There is no difference ${number}. ${hint("drift")} lists them.`,
      "number",
    );
  const kind = row.kind as DriftKind;
  if (!decisionsFor[kind].includes(how))
    throw new DomainError("invalid", whyNot[`${kind} ${how}`] ?? "This cannot be decided so.", "how");
  return row;
}

interface Area {
  kind: "settle-account-drift" | "settle-member-drift";
  needs: Permission;
  ofMembers: boolean;
}

function settleDrift({ kind, needs, ofMembers }: Area) {
  const taken = (row: DriftRow, how: Decision): Permission =>
    needed[`${row.kind as DriftKind} ${how}`] ?? needs;

  async function load(db: Database | Transaction, input: DecisionInput): Promise<DriftRow> {
    const row = await findDrift(db, input);
    if (isOfMembers(row.kind) === ofMembers && !removal(row, input.how)) return row;
    throw new DomainError("invalid", `Decide this by ${hint("drift")}.`, "number");
  }

  return defineRequest<DecisionInput>({
    kind,
    input: decisionInput,
    needs,
    undo: `Nothing takes it back at once. What was ignored stands in ${hint("drift")} ignored, and can still be adopted or pushed.`,

    async plan(ctx, input): Promise<Plan> {
      const row = await load(ctx.db, input);
      await requirePermission(ctx, taken(row, input.how), kind);
      if (input.how === "ignore" && !input.because)
        throw new DomainError("invalid", "Say why it is ignored.", "because");
      const settled = isSettled(row);
      return {
        ...(row.accountId && { accountId: row.accountId }),
        dedupeKey: `drift:${row.id}`,
        what: `the decision on difference ${row.number}`,
        effects: settled
          ? ["It is no difference any more: nothing would change."]
          : [driftWords(row), ...effects(ctx, row, input.how)],
        warnings: settled ? [] : warnings(row, input.how),
        needsConfirmation:
          !settled && (`${row.kind} ${input.how}` === "member-new push" || row.kind === "list-shrank"),
      };
    },

    async run(ctx, request, input) {
      const found = request.appliedAt ? undefined : await ask(ctx, input);
      return applyOnce(ctx, request, async (tx, after) => {
        await holdImport(tx);
        await tx.$queryRaw`SELECT 1 FROM "CloudDrift" WHERE "number" = ${input.number} FOR UPDATE`;
        const row = await load(tx, input);
        await requirePermissionNow(tx, ctx.actor, taken(row, input.how));
        if (isSettled(row) || (input.how === "ignore" && row.ignoredAt)) return "already";
        const { id, accountId } = row;
        const now = ctx.clock();
        const origin = { requestId: request.id };
        if (input.how === "push") await pushDrift(ctx, tx, after, row, origin);
        if (input.how === "adopt" && !(await adopt(ctx, tx, after, { row, found, ...origin }))) {
          await tx.cloudDrift.update({ where: { id }, data: { goneAt: now } });
          return "vanished";
        }
        const data =
          input.how === "ignore"
            ? { ignoredAt: now, ignoredBy: ctx.actor.name, ignoredBecause: input.because }
            : { settledAt: now, settledAs: input.how === "adopt" ? "adopted" : "pushed" };
        await tx.cloudDrift.update({ where: { id }, data });
        await recordAudit(tx, ctx, {
          action: "difference-settled",
          subject: { kind: "difference", id, name: driftWords(row) },
          accountId,
          ...origin,
          after: { how: input.how, ...(input.because && { because: input.because }) },
        });
        return input.how;
      });
    },

    card: (app, request, input) => cardOf(app, request, input),
  });
}

/** Those that another kind of request does, with its own rules. */
export const removal = (row: DriftRow, how: Decision): "delete-account" | "remove-user" | undefined => {
  if (how !== "adopt") return undefined;
  if (row.kind === "account-gone") return "delete-account";
  return row.kind === "member-gone" ? "remove-user" : undefined;
};

const effects = ({ actor }: Context<ConsoleUserActor>, row: DriftRow, how: Decision): string[] => [
  ...decisionWords(row, how),
  ...(row.kind === "account-new" && how === "adopt"
    ? [
        allows(actor, "users:edit")
          ? "Its users there become users of it here, with the level Access."
          : "Its users there are told as differences, for those who may edit users.",
      ]
    : []),
];

function warnings(row: DriftRow, how: Decision): string[] {
  if (row.kind === "account-gone" && how === "push")
    return [
      "It is empty there: without users, connectors and cycles. Those that it had are not brought back.",
    ];
  return [];
}

export interface FoundThere {
  account: CloudAccount | undefined;
  members: string[];
}

/** What is in the cloud at this moment, of an Account that is to be taken over. */
async function ask({ cloud, db }: App, input: DecisionInput): Promise<FoundThere | undefined> {
  if (input.how === "ignore") return undefined;
  const row = await findDrift(db, input);
  if (!cloud)
    throw new DomainError("conflict", "The program is not connected to Cyclr's cloud. Nothing was changed.");
  if (row.kind !== "account-new" || input.how !== "adopt") return undefined;
  const account = await cloud.account(row.cloudId);
  const members = account && (await cloud.members(row.cloudId));
  return { account: account && { ...account, id: row.cloudId }, members: members ?? [] };
}

const done: Record<string, [title: string, note: string]> = {
  adopt: ["Adopted from Cyclr", "What is here follows Cyclr."],
  push: ["Sent to Cyclr", "Cyclr follows what is here."],
  ignore: ["Difference ignored", "It is told no more. Nothing was changed."],
  vanished: ["No difference any more", "Cyclr has no such Account any more. Nothing was changed."],
  already: ["No difference any more", "There was nothing to change."],
};

async function cardOf(app: App, request: RequestRow, input: DecisionInput): Promise<CardContent> {
  const { number, because } = input;
  const [title, note] = done[request.outcome ?? "already"] ?? ["Decided", ""];
  return standardCard(app, request, {
    noun: "Decision on a difference",
    fields: [
      ["Difference", `${number}: ${await wordsOf(app, request, number)}`],
      ...(because ? [["Because", because] as [string, string]] : []),
    ],
    done: title,
    note,
  });
}

/** As it was when it was decided: a name may be the same on both sides by now. */
async function wordsOf({ db }: App, { id }: RequestRow, number: number): Promise<string> {
  const event = await db.auditEvent.findFirst({ where: { requestId: id, action: "difference-settled" } });
  if (event) return event.subjectName;
  const row = await db.cloudDrift.findUnique({ where: { number }, include: driftParts });
  return row ? driftWords(row) : "of an Account or a User that was deleted";
}

/** Decides what differs of an Account. */
export const settleAccountDriftRequest = settleDrift({
  kind: "settle-account-drift",
  needs: "accounts:edit",
  ofMembers: false,
});

/** Decides who is a user of an Account. */
export const settleMemberDriftRequest = settleDrift({
  kind: "settle-member-drift",
  needs: "users:edit",
  ofMembers: true,
});
