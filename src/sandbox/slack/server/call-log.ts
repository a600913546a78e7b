import type { Changed, JsonObject } from "../model/message-log.ts";

/** One Web API call or response_url post; `result` stays undefined while Slack refuses to answer. */
export interface ApiCall {
  method: string;
  args: JsonObject;
  result?: JsonObject | undefined;
  status: number;
  at: number;
}

export class CallLog {
  readonly calls: ApiCall[] = [];
  readonly #changed: Changed;
  readonly #now: () => number;

  constructor(changed: Changed, now: () => number) {
    this.#changed = changed;
    this.#now = now;
  }

  record(method: string, args: JsonObject, status: number, result?: JsonObject): void {
    const { token: _token, ...rest } = args;
    this.calls.push({ method, args: rest, status, result, at: this.#now() });
    this.#changed({ noun: "call", verb: "added", id: method });
  }
}
