import { randomUUID } from "node:crypto";
import { uuidFloor } from "../../../src/core/kernel/text/uuid.ts";

/** The id of a row that was made at this time. */
export function idAt(time: Date): string {
  return `${uuidFloor(time).slice(0, 13)}-7${randomUUID().slice(15)}`;
}

export const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000);
