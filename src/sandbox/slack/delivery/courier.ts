import type { JsonObject } from "../model/json-object.ts";

export interface Parcel {
  kind: "slash_commands" | "interactive" | "events_api";
  payload: JsonObject;
  acceptsPayload: boolean;
  retry?: { attempt: number; reason: string };
}

/** What the app answered in time; `status` is 0 when it did not answer at all. */
export interface Receipt {
  acknowledged: boolean;
  ackMs: number;
  status: number;
  answer?: JsonObject;
  error?: "operation_timeout" | "dispatch_failed";
}

export interface Courier {
  deliver(parcel: Parcel): Promise<Receipt>;
}

export function answerOf(body: string): JsonObject | undefined {
  if (body.trim() === "") return undefined;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null) return parsed as JsonObject;
  } catch {
    return { text: body };
  }
  return { text: body };
}
