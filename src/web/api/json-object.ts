import { z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { shorten } from "../../core/chat/mrkdwn.ts";
import { doubledName } from "../../core/text/doubled-name.ts";
import type { ApiEnv } from "./api-context.ts";
import { ApiProblem } from "./api-problem.ts";

/** Text that PostgreSQL can keep: no NUL, and no half of a character. */
export const text = z.string().regex(/^[^\0\p{Cs}]*$/u, "Leave out NUL and half characters.");

/** A JSON object that takes the names of its properties in any case, and no others. */
export function jsonObject<Shape extends z.ZodRawShape>(shape: Shape) {
  const spelled = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  return z.preprocess((given, ctx) => {
    if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
    const known = new Map<string, unknown>();
    for (const [key, value] of Object.entries(given)) {
      const name = spelled.get(key.toLowerCase()) ?? key;
      if (known.has(name)) ctx.addIssue({ code: "custom", path: [name], message: "This is given twice." });
      known.set(name, value);
    }
    return Object.fromEntries(known);
  }, z.strictObject(shape));
}

/** 400 for a body that names something twice, in whatever object of it. What is no JSON is refused where it is read. */
export const refuseDoubledNames: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (/^application\/(?:[^;\s]+\+)?json\b/iu.test(c.req.header("content-type") ?? "")) {
    const text = await c.req.text();
    const name = isJson(text) ? doubledName(text) : undefined;
    if (name !== undefined)
      throw new ApiProblem(400, `${shorten(name, 200) || "A name"}: This is given twice.`);
  }
  await next();
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A whole number as it stands in an address. */
export const numberInAddress = (number: z.ZodInt) =>
  z.preprocess((text) => (typeof text === "string" && /^\d{1,9}$/.test(text) ? Number(text) : text), number);
