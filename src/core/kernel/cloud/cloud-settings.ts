import { z } from "zod";

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/u;

const apiUrl = z
  .string()
  .refine(isSafe, { error: "must be a URL that starts with https://, without a password" })
  // As the vendor's documents show it, with the version behind it.
  .transform((text) => text.replace(/\/+$/u, "").replace(/\/v1\.0$/iu, ""));

/** Credentials go there, so only a server on this machine is called in clear text. */
function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (username || password || search || hash) return false;
  return protocol === "https:" || (protocol === "http:" && loopback.test(hostname));
}

const perSecond = "must be a number from 0.1 to 1000";

/** The variables that connect the program to the vendor's cloud. */
export const cloudVariables = {
  CYCLR_API_URL: apiUrl.optional(),
  CYCLR_CONSOLE_URL: z
    .string()
    .refine(isSafe, { error: "must be a URL that starts with https://, without a password" })
    .optional(),
  CYCLR_CLIENT_ID: z.string().optional(),
  CYCLR_CLIENT_SECRET: z.string().optional(),
  CYCLR_CALLS_PER_SECOND: z
    .string()
    .regex(/^\d+(\.\d+)?$/u, { error: perSecond, abort: true })
    .transform(Number)
    .pipe(z.number().min(0.1, { error: perSecond }).max(1000, { error: perSecond }))
    .default(5),
};

const together = ["CYCLR_API_URL", "CYCLR_CLIENT_ID", "CYCLR_CLIENT_SECRET"] as const;

type Together = (typeof together)[number];

/** For a schema with these variables, one refinement each: all three or none, and whichever is missing is named. */
export const allOrNone = (
  name: Together,
): Parameters<z.ZodType<{ [Name in Together]?: unknown }>["refine"]> => [
  (env: { [Name in Together]?: unknown }): boolean =>
    env[name] !== undefined || together.every((other) => env[other] === undefined),
  {
    path: [name],
    error:
      "is missing: CYCLR_API_URL, CYCLR_CLIENT_ID and CYCLR_CLIENT_SECRET go together, or are all left out",
    // Also where other variables are wrong: all are named at once.
    when: () => true,
  },
];

/** The same three where they have to be there. */
export const requiredCloud = {
  ...cloudVariables,
  CYCLR_API_URL: apiUrl,
  CYCLR_CLIENT_ID: z.string(),
  CYCLR_CLIENT_SECRET: z.string(),
};

export interface CloudSettings {
  /** Without a slash at its end, and without /v1.0. */
  apiUrl: string;
  clientId: string;
  clientSecret: string;
  callsPerSecond: number;
}

type Read = z.output<z.ZodObject<typeof cloudVariables>>;

/** Undefined where the program is not connected. */
export function cloudSettings(read: z.output<z.ZodObject<typeof requiredCloud>>): CloudSettings;
export function cloudSettings(read: Read): CloudSettings | undefined;
export function cloudSettings(read: Read): CloudSettings | undefined {
  const {
    CYCLR_API_URL: apiUrl,
    CYCLR_CLIENT_ID: clientId,
    CYCLR_CLIENT_SECRET: clientSecret,
    CYCLR_CALLS_PER_SECOND: callsPerSecond,
  } = read;
  if (!apiUrl || !clientId || !clientSecret) return undefined;
  return { apiUrl, clientId, clientSecret, callsPerSecond };
}
