import { z } from "@hono/zod-openapi";
import { withoutHints } from "../../core/kernel/text/command-hint.ts";
import { fieldOf } from "../../core/kernel/text/check-input.ts";

/** Text that PostgreSQL can keep: no NUL, and no half of a character. */
export const text = z
  .string()
  // No pattern, which the document would repeat at every field, in a form that half of the tools cannot read.
  .refine((given) => /^[^\0\p{Cs}]*$/u.test(given), "Leave out NUL and half characters.")
  .overwrite(withoutHints);

/** Whether fields that nobody asked for are left out. A schema is read in one go, so nothing else sees what is set around it. */
let leavesOutUnknown = false;

/** A JSON object that takes the names of its properties in any case. Of others, see `readFields`. */
export function jsonObject<Shape extends z.ZodRawShape>(shape: Shape) {
  const spelled = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  return z.preprocess((given, ctx) => {
    if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
    const known = new Map<string, unknown>();
    for (const [key, value] of Object.entries(given)) {
      const name = spelled.get(key.toLowerCase());
      if (name === undefined && leavesOutUnknown) continue;
      const kept = name ?? key;
      if (known.has(kept)) ctx.addIssue({ code: "custom", path: [kept], message: "This is given twice." });
      known.set(kept, value);
    }
    return Object.fromEntries(known);
  }, z.strictObject(shape));
}

export interface ReadFields<Output> {
  data: Output;
  /** Fields that nobody asked for, as in `Steps[0].Colour`. Empty where they are refused. */
  ignored: string[];
}

/** What a schema makes of a value. `ignores`: fields that it does not know are passed over. Throws ZodError. */
export function readFields<Output>(
  schema: z.ZodType<Output>,
  value: unknown,
  { ignores }: { ignores: boolean },
): ReadFields<Output> {
  const strict = schema.safeParse(value);
  if (strict.success) return { data: strict.data, ignored: [] };
  const ignored = strict.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => fieldOf([...issue.path, key])) : [],
  );
  if (!ignores || ignored.length === 0) throw strict.error;
  leavesOutUnknown = true;
  try {
    return { data: schema.parse(value), ignored };
  } finally {
    leavesOutUnknown = false;
  }
}

/** A whole number, or its digits as text. */
export const wholeNumber = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(
    (given) => (typeof given === "string" && /^-?\d{1,9}$/.test(given) ? Number(given) : given),
    schema,
  );

/** A time in ISO 8601; one without a zone is meant in UTC. Only such as every answer can show again. */
export const moment = z.iso
  .datetime({ offset: true, local: true })
  .refine(
    (time) =>
      inUtc(time) >= new Date("1970-01-01T00:00:00Z") && inUtc(time) < new Date("9999-01-01T00:00:00Z"),
    "Use a year from 1970 to 9998.",
  );

/** What a `moment` stands for. */
export const inUtc = (time: string): Date =>
  new Date(/(?:Z|[+-]\d\d:?\d\d)$/iu.test(time) ? time : `${time}Z`);

/** Marks an issue whose message is the vendor's own sentence: it is answered as it stands. */
export const vendorsWords = { vendorsWords: true };

/** A truth value, or its word as text, in any case. */
export const flag = z.preprocess((given) => {
  if (typeof given !== "string") return given;
  const word = given.toLowerCase();
  return word === "true" ? true : word === "false" ? false : given;
}, z.boolean());

/** A list; one alone may stand for the list of it. */
export const oneOrMany = <Schema extends z.ZodArray>(list: Schema) =>
  z.preprocess(
    (given) => (given === null || given === undefined || Array.isArray(given) ? given : [given]),
    list,
  );
