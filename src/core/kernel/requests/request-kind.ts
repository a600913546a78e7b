import type { z } from "zod";
import type { Card } from "../chat/chat.ts";
import type { Permission } from "../access/access.ts";
import type { App, ConsoleUserActor, Context } from "../../context.ts";
import type { Transaction } from "../database.ts";
import type { Prisma } from "../../generated/prisma/client.ts";
import type { Touched } from "./approval-now.ts";
import type { Plan } from "./approval-policy.ts";

export type RequestRow = Prisma.RequestGetPayload<{ include: { requester: true; account: true } }>;

/** One thing that can be asked for: everything about it that a submission and a job need, in one place. */
export interface RequestKind<Input> {
  /** Stored on the row, and the name of the job. */
  kind: string;
  input: z.ZodType<Input>;
  needs: Permission;
  /**
   * Refuses what cannot be, with a field where there is one, and tells what would be done. Reads only: it is asked again
   * before each decision, and in the transaction of the change. `requestId` is there once the Request is.
   */
  plan(ctx: Context<ConsoleUserActor>, input: Input, requestId?: string): Promise<Plan>;
  /**
   * What the input alone says that it touches: for a kind that is judged without planning it anew, and for one whose plan
   * refuses what its run would still do in part.
   */
  touches?(input: Input): Touched;
  /**
   * Its run asks before each part whether that is approved, and nobody asks before it: parts that are applied go on, whatever
   * becomes of those who approved them.
   */
  judgesParts?: true;
  /** Does what was asked. Skips each effect that the row already records. */
  run(ctx: Context<ConsoleUserActor>, request: RequestRow, input: Input): Promise<Ran>;
  card(app: App, request: RequestRow, input: Input): Promise<CardWords>;
  /** Messages in the thread that only this kind has, by the first word of their key: see `addNote`. */
  note?(app: App, name: string, request: RequestRow, input: Input): Promise<Card | undefined>;
}

/** How it ended; with what its last effect leaves to be recorded, where that is written together with the end. */
export type Ran =
  | string
  | { outcome: string; mailedAt?: Date; record?: (tx: Transaction) => Promise<unknown> };

export type CardWords = Pick<Card, "title" | "fields" | "note" | "buttons">;
