import { z } from "zod";

const uuid = z.uuid();

/** Whether a part of a path can be an id at all: PostgreSQL takes nothing else for one. */
export function isUuid(text: string): boolean {
  return uuid.safeParse(text).success;
}
