import type { JsonObject } from "./model/message-log.ts";

/** What Slack says with `"ok": false`; `extra` goes into the answer beside `error`. */
export class SlackError extends Error {
  readonly code: string;
  readonly extra: JsonObject;

  constructor(code: string, extra: JsonObject = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

export function invalidArguments(messages: string[]): SlackError {
  return new SlackError("invalid_arguments", {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

export function invalidBlocks(messages: string[]): SlackError {
  return new SlackError("invalid_blocks", {
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

export function missingArgument(name: string): SlackError {
  return invalidArguments([`missing required field: ${name}`]);
}
