import { z } from "zod";
import { readMailbox } from "./kernel/mail/read-mailbox.ts";
import { fewestConnections } from "./connection-budget.ts";
import { approvalPolicySetting } from "./kernel/requests/approval-policy.ts";
import { allOrNone, cloudSettings, cloudVariables, requiredCloud } from "./kernel/cloud/cloud-settings.ts";
import { readTimeZone } from "./kernel/time/time-zone.ts";
import { secretKeys } from "./kernel/secrets/seal.ts";
import { withSecretFiles } from "./secret-files.ts";

const url = (protocols: string[]) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
      error: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
      abort: true,
    })
    .refine(isDecodable, { error: "has a % that starts no character code: write it as %25" });

/** Libraries decode user, password and path, and throw where they cannot. */
function isDecodable(text: string): boolean {
  const { username, password, pathname } = new URL(text);
  try {
    for (const part of [username, password, pathname]) decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

/** Digits alone: what JavaScript takes for a number besides, such as 0x10 or 1e3, was hardly meant. */
const number = (least: number, most: number, { whole = true } = {}) => {
  const kind = whole ? "whole number" : "number";
  const error = `must be a ${kind} from ${least} to ${most}`;
  const digits = whole ? /^\d+$/u : /^\d+(\.\d+)?$/u;
  return z
    .string()
    .regex(digits, { error, abort: true })
    .transform(Number)
    .pipe(z.number().min(least, { error }).max(most, { error }));
};

const port = number(0, 65_535);

const oneOf = <Word extends string>(words: Word[]) =>
  z.enum(words, { error: `must be ${words.join(", ").replace(/, (\w+)$/u, " or $1")}` });

const database = z.object({
  DATABASE_URL: url(["postgres:", "postgresql:"]),
  DATABASE_OWNER_URL: url(["postgres:", "postgresql:"]).optional(),
  DATABASE_CONNECTIONS: number(fewestConnections, 1000).default(10),
  REDIS_URL: url(["redis:", "rediss:"]).optional(),
  LOG_LEVEL: oneOf(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

const headerPair = /\s*([\w-]+)=([^,]+)(?:,|$)/gu;

const everything = database
  .extend({
    SLACK_BOT_TOKEN: z.string().startsWith("xoxb-", "must be a bot token, which starts with xoxb-"),
    SLACK_APP_TOKEN: z
      .string()
      .startsWith("xapp-", "must be an app-level token, which starts with xapp-")
      .optional(),
    SLACK_SIGNING_SECRET: z.string().optional(),
    SLACK_API_URL: url(["http:", "https:"]).default("https://slack.com/api/"),
    SLACK_UPDATES_PER_MINUTE: number(1, 100_000, { whole: false }).default(50),
    SLACK_USER_BURST: number(1, 100_000).default(20),
    SMTP_URL: url(["smtp:", "smtps:"]),
    SMTP_CONNECTIONS: number(1, 100).default(10),
    MAIL_FROM: z.string().refine((text) => readMailbox(text) !== undefined, {
      error: 'must be one address, as in name@company.com or "A name" <name@company.com>',
    }),
    PUBLIC_URL: url(["http:", "https:"]),
    SECRET_KEY: secretKeys,
    APPROVAL_POLICY: approvalPolicySetting,
    TIME_ZONE: z
      .string()
      .default("UTC")
      .transform((name, ctx) => {
        const zone = readTimeZone(name);
        if (!zone) ctx.addIssue("must be the IANA name of a time zone, as in Europe/Berlin or UTC");
        return zone ?? name;
      }),
    LISTEN_HOST: z
      .string()
      .regex(/^[\w.:-]+$/u, "must be an address or a name of this machine, as in 127.0.0.1")
      .optional(),
    PORT: port.default(3000),
    WEB_PORT: port.default(3001),
    WORKER_PORT: port.default(3002),
    WORKER_CONCURRENCY: number(1, 1000).default(20),
    JOB_LOCK_SECONDS: number(1, 3600).default(30),
    LEASE_SECONDS: number(1, 60, { whole: false }).default(8),
    RETRY_FIRST_SECONDS: number(0.01, 3600, { whole: false }).default(5),
    SWEEP_SECONDS: number(0.1, 3600, { whole: false }).default(15),
    NOTIFY_PRIVATE_ADDRESSES: z.stringbool({ error: "must be true or false" }).default(false),
    QUEUE_DASHBOARD: oneOf(["on", "off"]).default("off"),
    TRUSTED_PROXIES: number(0, 10).default(0),
    ...cloudVariables,
    OTEL_EXPORTER_OTLP_ENDPOINT: url(["http:", "https:"]).optional(),
    OTEL_EXPORTER_OTLP_HEADERS: z
      .string()
      .refine((text) => text.replaceAll(headerPair, "") === "", "must be as in name=value,name=value")
      .optional(),
    METRICS_TOKEN: z
      .string()
      .regex(/^[\w.~+/=-]{16,}$/u, "must be 16 characters or more, letters, digits and . _ ~ + / = - alone")
      .optional(),
  })
  .refine((env) => env.SLACK_APP_TOKEN ?? env.SLACK_SIGNING_SECRET, {
    path: ["SLACK_SIGNING_SECRET"],
    error: "is missing: set it for HTTP, or set SLACK_APP_TOKEN for Socket Mode",
    // Also where other variables are wrong: all are named at once.
    when: () => true,
  })
  .refine(...allOrNone("CYCLR_API_URL"))
  .refine(...allOrNone("CYCLR_CLIENT_ID"))
  .refine(...allOrNone("CYCLR_CLIENT_SECRET"));

export type DatabaseConfig = ReturnType<typeof readDatabaseConfig>;
export type Config = ReturnType<typeof readConfig>;

type Env = Record<string, string | undefined>;

export type ConfigVariable = keyof typeof everything.shape;

/** How each variable is read, with its default, for docs/configuration.md. */
export const configSchema: Record<ConfigVariable, z.ZodType> = everything.shape;

/** The names of every variable that the program reads; documents and compose are held against it. */
export const configVariables = Object.keys(everything.shape);

/** Those that may be given as a file as well: NAME_FILE holds its path. */
export const secretVariables = [
  "DATABASE_URL",
  "DATABASE_OWNER_URL",
  "REDIS_URL",
  "SLACK_BOT_TOKEN",
  "SLACK_APP_TOKEN",
  "SLACK_SIGNING_SECRET",
  "SMTP_URL",
  "SECRET_KEY",
  "METRICS_TOKEN",
  "CYCLR_CLIENT_SECRET",
  "OTEL_EXPORTER_OTLP_HEADERS",
] as const;

/** What the command line tools need. Throws a ConfigError that names every variable at fault. */
export function readDatabaseConfig(env: Env) {
  const read = check(database, env);
  return {
    databaseUrl: read.DATABASE_URL,
    databaseConnections: read.DATABASE_CONNECTIONS,
    redisUrl: read.REDIS_URL,
    logLevel: read.LOG_LEVEL,
  };
}

/** What `npm run migrate` needs. Throws a ConfigError that names every variable at fault. */
export function readMigrationConfig(env: Env) {
  return { ...readDatabaseConfig(env), ownerUrl: check(database, env).DATABASE_OWNER_URL };
}

/** What `npm run secrets` needs. Throws a ConfigError that names every variable at fault. */
export function readSecretsConfig(env: Env) {
  const read = check(database.extend({ SECRET_KEY: secretKeys }), env);
  return { ...readDatabaseConfig(env), secretKeys: read.SECRET_KEY };
}

/** What `npm run cyclr` needs. Throws a ConfigError that names every variable at fault. */
export function readCloudConfig(env: Env) {
  const read = check(database.extend(requiredCloud), env);
  return { ...readDatabaseConfig(env), cloud: cloudSettings(read) };
}

/** What a command line tool needs that asks Slack. Throws a ConfigError that names every variable at fault. */
export function readChatConfig(env: Env) {
  const { SLACK_BOT_TOKEN, SLACK_API_URL } = everything.shape;
  const read = check(database.extend({ SLACK_BOT_TOKEN, SLACK_API_URL }), env);
  return { botToken: read.SLACK_BOT_TOKEN, apiUrl: read.SLACK_API_URL.replace(/\/*$/, "/") };
}

/** What bot, worker and web need. Throws a ConfigError that names every variable at fault. */
export function readConfig(env: Env) {
  const read = check(everything, env);
  return {
    ...readDatabaseConfig(env),
    slack: {
      botToken: read.SLACK_BOT_TOKEN,
      appToken: read.SLACK_APP_TOKEN,
      signingSecret: read.SLACK_SIGNING_SECRET,
      apiUrl: read.SLACK_API_URL.replace(/\/*$/, "/"),
      updatesPerMinute: read.SLACK_UPDATES_PER_MINUTE,
      userBurst: read.SLACK_USER_BURST,
    },
    mail: { smtpUrl: read.SMTP_URL, connections: read.SMTP_CONNECTIONS, from: read.MAIL_FROM },
    publicUrl: read.PUBLIC_URL.replace(/\/+$/, ""),
    secretKeys: read.SECRET_KEY,
    approvalPolicy: read.APPROVAL_POLICY,
    timeZone: read.TIME_ZONE,
    /** The address that bot, worker and web listen on; undefined: on all. */
    listenHost: read.LISTEN_HOST,
    port: read.PORT,
    webPort: read.WEB_PORT,
    workerPort: read.WORKER_PORT,
    workerConcurrency: read.WORKER_CONCURRENCY,
    jobLockMs: read.JOB_LOCK_SECONDS * 1000,
    leaseMs: read.LEASE_SECONDS * 1000,
    retryFirstMs: read.RETRY_FIRST_SECONDS * 1000,
    sweepMs: read.SWEEP_SECONDS * 1000,
    notifyPrivateAddresses: read.NOTIFY_PRIVATE_ADDRESSES,
    trustedProxies: read.TRUSTED_PROXIES,
    /** The vendor's cloud; undefined where the program is not connected to it. */
    cloud: cloudSettings(read),
    /** Where people sign in to the Console there. */
    cloudConsoleUrl: read.CYCLR_CONSOLE_URL,
    /** What whoever reads /metrics has to show; undefined: nothing is collected, and there is no such address. */
    metricsToken: read.METRICS_TOKEN,
    traces: {
      /** Without one nothing is recorded. */
      endpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/u, ""),
      headers: headersIn(read.OTEL_EXPORTER_OTLP_HEADERS),
    },
    /** Where the queue is that the dashboard shows; undefined where there is to be none. */
    queueDashboard:
      read.QUEUE_DASHBOARD === "on"
        ? { databaseUrl: read.DATABASE_URL, redisUrl: read.REDIS_URL }
        : undefined,
  };
}

/** As OpenTelemetry writes them: name=value, percent-encoded, separated by commas. */
const headersIn = (text = ""): Record<string, string> =>
  Object.fromEntries(
    Array.from(text.matchAll(headerPair), ([, name = "", value = ""]) => [
      name,
      value.replaceAll(/%([0-9a-f]{2})/giu, (_, code: string) =>
        String.fromCodePoint(Number.parseInt(code, 16)),
      ),
    ]),
  );

export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

function check<Schema extends z.ZodObject>(schema: Schema, env: Env): z.infer<Schema> {
  const wanted = secretVariables.filter((name) => name in schema.shape);
  const { given: complete, faults } = withSecretFiles(env, wanted);
  // A blank or a line break is easily copied along with a value.
  const trimmed = Object.entries(complete).map(([name, value]) => [name, value?.trim()] as const);
  const given = Object.fromEntries(trimmed.filter(([, value]) => value));
  const read = schema.safeParse(given);
  if (read.success && faults.length === 0) return read.data;
  const told = new Set(faults.map(({ name }) => name));
  const issues = read.success ? [] : read.error.issues.filter(({ path }) => !told.has(String(path[0])));
  const lines = issues.map((issue) => {
    const name = String(issue.path[0]);
    return `  ${name} ${given[name] === undefined && issue.code !== "custom" ? "is missing" : issue.message}`;
  });
  const all = [...faults.map(({ sentence }) => `  ${sentence}`), ...lines];
  throw new ConfigError(["The configuration is not complete:", ...all, "See .env.example."].join("\n"));
}
