import { z } from "@hono/zod-openapi";

/** The part of an address that says which one. */
export const idInPath = z.object({ id: z.string() });
