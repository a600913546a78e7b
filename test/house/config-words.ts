import type { ConfigVariable } from "../../src/core/config.ts";

/** What each variable of the configuration is for, in Markdown, as docs/configuration.md has it; the default is the schema's. */
export const configWords: Record<ConfigVariable, string> = {
  DATABASE_URL:
    "PostgreSQL 14 or later, `postgresql://…`; itself, or through a pooler in session mode: see [Connections](#connections-to-postgresql)",
  DATABASE_OWNER_URL:
    "for `npm run migrate` and `npm run cyclr -- erase` alone: the owner of tables and audit, where the program runs as another: see [Roles](#roles-in-postgresql)",
  DATABASE_CONNECTIONS:
    "connections to PostgreSQL that one process keeps at most, the queue's included; at least 7",
  REDIS_URL:
    "`redis://…` or `rediss://…`: the queue on Redis (`appendonly yes`, `maxmemory-policy noeviction`, a password: `redis://:password@host`). Unset: the queue in PostgreSQL",
  SLACK_BOT_TOKEN: "`xoxb-…`",
  SLACK_APP_TOKEN: "`xapp-…`: Socket Mode. Unset: HTTP",
  SLACK_SIGNING_SECRET: "for HTTP, on `PORT` at `/slack/events`; required without `SLACK_APP_TOKEN`",
  SLACK_API_URL: "another server that speaks Slack's API",
  SLACK_UPDATES_PER_MINUTE: "changes to messages that Slack takes in a minute",
  SLACK_USER_BURST:
    "commands, buttons and forms that one person may send at once, to each bot process; then one a second",
  SMTP_URL: "`smtp://user:password@host:587` or `smtps://…`",
  SMTP_CONNECTIONS: "how many mails a process sends at the same time",
  MAIL_FROM: 'one address, or `"Name" <address>`',
  PUBLIC_URL: "where people reach the web pages; links in mails begin with it",
  SECRET_KEY:
    "at least 32 characters (`openssl rand -hex 32`); for rotation several, separated by commas, the newest first",
  APPROVAL_POLICY:
    "which request needs how many approvals from whom, as JSON; the default stands in [approvals.md](approvals.md#the-policy)",
  LISTEN_HOST:
    "the address that bot, web pages and worker listen on, as `127.0.0.1` behind a proxy on the same machine. Unset: all",
  PORT: "the bot: Slack over HTTP, and its health",
  WEB_PORT: "the web pages, and their health",
  WORKER_PORT: "the worker's health",
  WORKER_CONCURRENCY: "jobs that one worker runs at once, in each of three lanes",
  JOB_LOCK_SECONDS: "how long a silent worker counts as alive to the queue",
  LEASE_SECONDS: "how soon after a worker has died others may take over what it was at",
  RETRY_FIRST_SECONDS: "the wait before the first retry; each further one is three times as long",
  SWEEP_SECONDS: "how often what was left behind is looked for",
  NOTIFY_PRIVATE_ADDRESSES:
    "`true`: the notification URL and webhooks may be private addresses, and plain HTTP",
  QUEUE_DASHBOARD: "`on`: the queue dashboard at `/console/queue` of the web pages",
  TIME_ZONE:
    "the Partner's time zone, by its IANA name: for mails and pages, unless the Account has another (`/cyclr account-settings`). In Slack everybody reads times in their own",
  TRUSTED_PROXIES: "how many proxies in front of the web pages append to `X-Forwarded-For`",
  METRICS_TOKEN:
    "what whoever reads `/metrics` has to show, at least 16 characters: see [operating.md](operating.md#metrics). Unset: nothing is collected",
  OTEL_EXPORTER_OTLP_ENDPOINT:
    "a collector of OpenTelemetry's that takes OTLP over HTTP, as in `http://127.0.0.1:4318`: see [operating.md](operating.md#traces). Unset: nothing is recorded",
  OTEL_EXPORTER_OTLP_HEADERS: "what that collector asks for: `name=value,name=value`",
  CYCLR_API_URL:
    "your Partner Console's own API, with the next two, or none of them: `https://` and the API domain of Settings > General",
  CYCLR_CONSOLE_URL:
    "where your team signs in to the Console, as in `https://my.cyclr.com`: for what has to be done there by hand",
  CYCLR_CLIENT_ID: "client ID of its API credentials",
  CYCLR_CLIENT_SECRET: "client secret of its API credentials",
  CYCLR_CALLS_PER_SECOND: "calls to it in a second, over all processes",
  LOG_LEVEL: "`fatal`, `error`, `warn`, `info`, `debug`, `trace`, `silent`",
};
