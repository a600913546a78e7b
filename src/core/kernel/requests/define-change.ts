import type { App, ConsoleUserActor, Context } from "../../context.ts";
import type { Transaction } from "../database.ts";
import type { After } from "../outbox/transact.ts";
import type { RequestKind } from "./request-kind.ts";
import { applyOnce } from "./require-approved.ts";

/** Where a change comes from. */
export interface ChangeOrigin {
  /** Null where no Request asked for it. */
  requestId: string | null;
  reason: string | null;
}

/** What a kind of request does, apart from the Request: an application's call does the same at once. */
export interface Change<Input> {
  /** What has to be on record before, in transactions of its own. */
  before?: (app: App, input: Input) => Promise<unknown>;
  /** Holds what its plan is judged by besides Accounts, in the transaction of the change, before it is planned there. */
  hold?: (tx: Transaction, input: Input) => Promise<unknown>;
  /** In the transaction of the change. Says what came of it. */
  apply: (
    ctx: Context<ConsoleUserActor>,
    tx: Transaction,
    after: After,
    input: Input,
    origin: ChangeOrigin,
  ) => Promise<string>;
  /** Around that transaction, where a refusal inside it is audited outside. */
  around?: <Result>(
    ctx: Context<ConsoleUserActor>,
    input: Input,
    work: () => Promise<Result>,
  ) => Promise<Result>;
  /** What follows its commit, and may be done twice. */
  follow?: (ctx: Context<ConsoleUserActor>, input: Input, origin: ChangeOrigin) => Promise<unknown>;
}

/** A kind of request that is nothing but a change of the domain. */
export interface ChangeKind<Input> extends RequestKind<Input> {
  change: Change<Input>;
}

/** Reads the type of its input from its schema; its run is made of its change. */
export function defineChange<Input>(kind: Omit<ChangeKind<Input>, "run">): ChangeKind<Input> {
  const { before, apply, around = (_ctx, _input, work) => work(), follow } = kind.change;
  return {
    ...kind,
    async run(ctx, request, input) {
      const origin = { requestId: request.id, reason: request.reason };
      await before?.(ctx, input);
      const outcome = await around(ctx, input, () =>
        applyOnce(ctx, request, (tx, after) => apply(ctx, tx, after, input, origin)),
      );
      await follow?.(ctx, input, origin);
      return outcome;
    },
  };
}
