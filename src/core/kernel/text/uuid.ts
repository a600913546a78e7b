import { randomUUID } from "node:crypto";
import { z } from "zod";

const uuid = z.uuid();

/** Whether a text can be an id at all: PostgreSQL takes nothing else for one. */
export const isUuid = (text: string): boolean => uuid.safeParse(text).success;

/** The least id that a row made at this time or later can have: ids are UUIDs of version 7, which begin with the time. */
export function uuidFloor(time: Date): string {
  return `${timePart(time)}-0000-0000-000000000000`;
}

/** An id like those that Prisma makes, for a row whose other columns need it before it is written. */
export function newUuid(time = new Date()): string {
  return `${timePart(time)}-7${randomUUID().slice(15)}`;
}

function timePart(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
