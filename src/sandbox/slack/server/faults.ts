import type { JsonObject } from "../model/message-log.ts";

export type FaultKind =
  | "drop_after_accept"
  | "drop_before_accept"
  | "status"
  | "slow"
  | "error"
  | "rate_limited";

/** `method` is a Web API method, `response_url`, or `websocket` for the opening of one; `times` is 1 unless told. */
export interface Fault {
  method: string | RegExp;
  kind: FaultKind;
  status?: number;
  ms?: number;
  error?: string;
  /** Seconds. */
  retryAfter?: number;
  times?: number;
  /** The call is carried out all the same, and the fault is only in the answer. */
  accepted?: boolean;
  when?: (args: JsonObject) => boolean;
}

export class Faults {
  #faults: (Fault & { left: number })[] = [];

  inject(fault: Fault): void {
    this.#faults.push({ ...fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#faults = [];
  }

  take(method: string, args: JsonObject): Fault | undefined {
    const fault = this.#faults.find((one) => one.left > 0 && matches(one, method, args));
    if (fault) fault.left -= 1;
    return fault;
  }
}

function matches(fault: Fault, method: string, args: JsonObject): boolean {
  const named = typeof fault.method === "string" ? fault.method === method : fault.method.test(method);
  return named && (fault.when?.(args) ?? true);
}
