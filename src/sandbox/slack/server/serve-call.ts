import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { isObject, type JsonObject } from "../model/json-object.ts";
import type { SlackContext } from "../slack-context.ts";
import { refusal, sendAnswer, type Answer } from "./answer.ts";
import type { Fault } from "./faults.ts";
import { rateLimited } from "./rate-limits.ts";

interface Call {
  name: string;
  args: JsonObject;
  run: () => Answer;
}

/** Answers one call, and lets an injected fault have its way with it. */
export async function serveCall(
  ctx: SlackContext,
  request: IncomingMessage,
  response: ServerResponse,
  { name, args, run }: Call,
): Promise<void> {
  const fault = ctx.faults.take(name, args);
  if (fault?.kind === "drop_before_accept") {
    ctx.calls.record(name, args, 0);
    request.socket.resetAndDestroy();
    return;
  }
  const pause = () => sleep(fault?.ms ?? 1_000, undefined, { signal: ctx.closing });
  if (fault?.kind === "slow" && !fault.accepted) await pause();
  const answer = outcomeOf(fault, run);
  ctx.calls.record(name, args, answer.status, isObject(answer.body) ? answer.body : { body: answer.body });
  if (fault?.kind === "slow" && fault.accepted) await pause();
  if (fault?.kind === "drop_after_accept") request.socket.resetAndDestroy();
  else sendAnswer(response, answer);
}

function outcomeOf(fault: Fault | undefined, run: () => Answer): Answer {
  const faulty = fault && answerOfFault(fault);
  if (!faulty) return run();
  if (fault.accepted) run();
  return faulty;
}

function answerOfFault(fault: Fault): Answer | undefined {
  if (fault.kind === "status") return { status: fault.status ?? 500, body: "" };
  if (fault.kind === "error")
    return { status: 200, body: { ok: false, error: fault.error ?? "fatal_error" } };
  if (fault.kind === "rate_limited") return refusal(rateLimited(fault.retryAfter ?? 1));
  return undefined;
}
