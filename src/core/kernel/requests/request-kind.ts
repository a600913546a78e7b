import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Card } from "../chat/chat.ts";
import type { Permission } from "../access/access.ts";
import type { App, ConsoleUserActor, Context } from "../../context.ts";
import type { Prisma, SecretLink } from "../../generated/prisma/client.ts";
import type { Touched } from "./approval-now.ts";
import { ExternalError } from "../external-error.ts";
import type { Plan } from "./approval-policy.ts";

/** What belongs to a Request wherever it is run or shown. */
export const requestParts = { requester: true, apiClient: true, account: true } as const;

export type RequestRow = Prisma.RequestGetPayload<{ include: typeof requestParts }>;

/** One that a worker has leased. */
export type TakenRequest = RequestRow & {
  /** What the service is called in mails, and their colour, where that was read with it. */
  partnerName?: string;
  brandColour?: string;
  /** Where its card belongs, if it was asked for in a chat. */
  channelId?: string | null;
};

/** One thing that can be asked for: everything about it that a submission and a job need, in one place. */
export interface RequestKind<Input> {
  /** Stored on the row, which alone says what is done and drawn. */
  kind: string;
  input: z.ZodType<Input>;
  needs: Permission;
  /** What takes it back once it is done, as a sentence: by which command, or that nothing can. */
  undo: string;
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
  run(ctx: Context<ConsoleUserActor>, request: TakenRequest, input: Input): Promise<RunResult>;
  /** `mailed` is the link that its run has mailed, where that is known already. */
  card(app: App, request: RequestRow, input: Input, mailed?: SecretLink): Promise<CardContent>;
  /** Messages in the thread that only this kind has, by the first word of their key: see `addNote`. */
  note?(app: App, name: string, request: RequestRow, input: Input): Promise<Card | undefined>;
}

/** Reads the type of its input from its schema. */
export const defineRequest = <Input>(kind: RequestKind<Input>): RequestKind<Input> => kind;

/** Throws a retryable ExternalError where a newer version has asked for what this one does not know. */
export function kindOf(
  { requestKinds }: Pick<App, "requestKinds">,
  { kind }: { kind: string },
): RequestKind<unknown> {
  const found = requestKinds.get(kind);
  if (found) return found;
  throw new ExternalError(`This version of cyclr-access does not know “${kind}”: a newer one has to do it.`, {
    retryable: true,
    reason: "unknown-kind",
  });
}

/** How it ended; with the link whose mail was handed over, where that is recorded together with the end. */
export type RunResult = string | { outcome: string; mailedAt?: Date; mailed?: MailedLink };

export interface MailedLink {
  id: string;
  /** Of another one, issued in the meantime, nothing was mailed. */
  issue: number;
}

export type CardContent = Pick<Card, "title" | "fields" | "note" | "buttons">;

/** The dedupeKey of a change that is told from others to the same thing by its content, which is JSON. */
export function changeKey(subject: string, content: unknown): string {
  return `${subject}:${createHash("sha256").update(JSON.stringify(content)).digest("base64url")}`;
}
