import { randomBytes } from "node:crypto";
import { migrate } from "../core/migrate.ts";
import type { Database } from "../core/kernel/database.ts";
import { openDatabase } from "../core/open-database.ts";
import { readDatabaseConfig } from "../core/config.ts";
import { cast } from "./cast.ts";
import type { SandboxCloud } from "./cloud/start-cloud.ts";
import { startCompanyMaker } from "./company/make-company.ts";
import { type SandboxPostgres, startPostgres } from "./postgres.ts";
import { seed } from "./seed.ts";
import type { SlackSandbox } from "./slack/slack-sandbox.ts";
import { startSlack } from "./slack/start-slack.ts";
import { cuttable, type Front, startFront, type Store } from "./front.ts";
import {
  createSmtpServer,
  createFaultList,
  type MailFaults,
  readMail,
  type ReceivedMail,
} from "./mailbox/create-smtp-server.ts";

export interface SandboxOptions {
  mode: "http" | "socket";
  redisUrl?: string;
  /** A PostgreSQL that runs already, instead of one of the sandbox's own. */
  databaseUrl?: string;
  /** One of its own that starts already, which it stops in the end. */
  postgres?: Promise<SandboxPostgres>;
  /** Who is there: a dozen Accounts in which nothing has happened yet, unless it is to be eight weeks of a company. */
  company?: "small" | "living" | undefined;
  /** Its stores can be taken away while it runs. */
  cuttable?: boolean;
  /** With a second instance of the program as the vendor's cloud: in a database of its own in the sandbox's PostgreSQL, or in this one. */
  cloud?: boolean | { databaseUrl: string };
  /** Told the environment as soon as it is known: eight weeks of a company take a while from there. */
  onEnvironment?: (env: Record<string, string>) => void;
}

/** Everything that the program leans on, on this machine, and the environment that points it there. */
export interface Sandbox {
  slack: SlackSandbox;
  mailbox: Mailbox;
  /** User ids by the names of the cast. */
  people: Record<string, string>;
  /** #access, where the team and the bot are. */
  channelId: string;
  /** Every part listens at a port of the system's choice: whoever starts one says which, by `listening`. */
  env: Record<string, string>;
  /** By the name of the variable that has their address, where they can be taken away. */
  stores: Record<string, Store>;
  /** What the program is to be connected to, if anything. It has the Accounts that are here. */
  cloud?: SandboxCloud | undefined;
  /** Where Slack delivers over HTTP, and what stands behind PUBLIC_URL. */
  listening(ports: { bot?: number; web?: number }): void;
  stop(): Promise<void>;
}

/** PostgreSQL, SMTP and a Slack workspace, migrated and seeded. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const company = options.company === "living" ? startCompanyMaker() : undefined;
  const postgres =
    options.databaseUrl === undefined ? await (options.postgres ?? startPostgres()) : undefined;
  const [mailbox, front, slack, databaseUrl, cloud] = await Promise.all([
    startMailbox(),
    startFront(),
    startSlack({
      delivery: { mode: options.mode },
      team: { id: "T0NORTHWIND", name: "Northwind", domain: "northwind" },
      ...(company && { now: company.now }),
    }),
    prepareDatabase(postgres, options),
    options.cloud && prepareCloud(postgres, options.cloud),
  ]);
  const people = Object.fromEntries(cast.map((one) => [one.name, addToSlack(slack, one)]));
  const channelId = slack.addChannel({ name: "access", members: Object.values(people) }).id;
  const direct = environment({ slack, mailbox, front, databaseUrl }, options);
  const stores = options.cuttable ? await cutStores(direct) : {};
  const addresses = Object.entries(stores).map(([name, { url }]) => [name, url]);
  const cut = Object.fromEntries(addresses) as Record<string, string>;
  const env = { ...direct, ...cut, ...(cloud && cloud.env) };
  options.onEnvironment?.(env);
  await company?.make({ env: direct, slack, mailbox, people, channelId });
  if (cloud) await withDatabase(direct, (db) => cloud.fillFrom(db));
  return {
    slack,
    mailbox,
    people,
    channelId,
    env,
    stores,
    cloud: cloud || undefined,
    listening({ bot, web }) {
      if (bot !== undefined) slack.deliverTo(`http://127.0.0.1:${bot}/slack/events`);
      if (web !== undefined) front.leadTo(web);
    },
    async stop() {
      const fronts = [front, ...Object.values(stores)].map((one) => one.stop());
      await Promise.all([slack.close(), mailbox.stop(), cloud && cloud.stop(), ...fronts]);
      await postgres?.stop();
    },
  };
}

/** What the program keeps things in, each behind an address that can be cut. */
async function cutStores(env: Record<string, string>): Promise<Record<string, Store>> {
  const named = ["DATABASE_URL", "REDIS_URL"].filter((name) => env[name] !== undefined);
  const stores = named.map(async (name) => [name, await cuttable(env[name] ?? "")] as const);
  return Object.fromEntries(await Promise.all(stores));
}

async function prepareDatabase(
  postgres: SandboxPostgres | undefined,
  { databaseUrl, redisUrl, company }: SandboxOptions,
): Promise<string> {
  const url = databaseUrl ?? (await postgres?.createDatabase("cyclr_access")) ?? "";
  const env = { DATABASE_URL: url, ...(redisUrl && { REDIS_URL: redisUrl }) };
  await migrate(readDatabaseConfig(env));
  if (company !== "living") await withDatabase(env, seed);
  return url;
}

async function withDatabase(
  env: Record<string, string>,
  work: (db: Database) => Promise<void>,
): Promise<void> {
  const db = await openDatabase(readDatabaseConfig(env));
  await work(db);
  await db.$disconnect();
}

async function prepareCloud(
  postgres: SandboxPostgres | undefined,
  where: NonNullable<Exclude<SandboxOptions["cloud"], false>>,
): Promise<SandboxCloud> {
  const named = where === true ? await postgres?.createDatabase("cyclr_cloud") : where.databaseUrl;
  // Nothing of it is loaded where nobody asks for it.
  const { startCloud } = await import("./cloud/start-cloud.ts");
  return startCloud(named ?? "");
}

function addToSlack(slack: SlackSandbox, { name, firstName, lastName, email, guest }: (typeof cast)[number]) {
  const realName = `${firstName} ${lastName}`;
  return slack.addUser({ name, realName, email, isRestricted: guest ?? false, tz: "Europe/London" }).id;
}

function environment(
  {
    slack,
    mailbox,
    front,
    databaseUrl,
  }: { slack: SlackSandbox; mailbox: Mailbox; front: Front; databaseUrl: string },
  { mode, redisUrl }: SandboxOptions,
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    ...(redisUrl && { REDIS_URL: redisUrl }),
    SLACK_BOT_TOKEN: slack.botToken,
    ...(mode === "socket"
      ? { SLACK_APP_TOKEN: slack.appToken }
      : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    SLACK_API_URL: slack.apiUrl,
    SMTP_URL: mailbox.url,
    MAIL_FROM: "Northwind Software <access@northwind.example>",
    PUBLIC_URL: front.url,
    // A story is told faster than anybody types.
    SLACK_USER_BURST: "1000",
    // Nobody else on the network is to reach a program that stands for a try.
    LISTEN_HOST: "127.0.0.1",
    PORT: "0",
    WEB_PORT: "0",
    WORKER_PORT: "0",
    // Everything here is on this machine, what is told to the notification URL as well.
    NOTIFY_PRIVATE_ADDRESSES: "true",
    SECRET_KEY: randomBytes(32).toString("hex"),
  };
}

export interface Mailbox {
  /** smtp://user:password@127.0.0.1:port, without TLS. */
  url: string;
  /** In the order of their arrival. */
  mails(): ReceivedMail[];
  mailsTo(address: string): ReceivedMail[];
  /** The first mail that fits, of those that have come already or within five seconds unless told otherwise. */
  waitForMail(
    predicate: (mail: ReceivedMail) => boolean,
    options?: { timeoutMs?: number },
  ): Promise<ReceivedMail>;
  clear(): void;
  /** Calls `hear` after each mail that comes, until it is ended. */
  watch(hear: () => void): { end(): void };
  faults: MailFaults;
  stop(): Promise<void>;
}

/** A mailbox for every address behind a real SMTP port on 127.0.0.1. */
export async function startMailbox({ port = 0 }: { port?: number } = {}): Promise<Mailbox> {
  const login = { user: "sandbox", password: randomBytes(12).toString("hex") };
  const faults = createFaultList();
  const arrivals = new EventTarget();
  let mails: ReceivedMail[] = [];
  const server = createSmtpServer(login, faults, async (raw, envelope) => {
    mails.push(await readMail(raw, envelope));
    arrivals.dispatchEvent(new Event("mail"));
  });
  const boundPort = await server.listen(port);
  return {
    url: `smtp://${login.user}:${login.password}@127.0.0.1:${boundPort}`,
    mails: () => [...mails],
    mailsTo: (address) =>
      mails.filter(({ to }) => to.some((one) => one.toLowerCase() === address.toLowerCase())),
    waitForMail: (predicate, { timeoutMs = 20_000 } = {}) =>
      firstMail(() => mails, arrivals, predicate, AbortSignal.timeout(timeoutMs)),
    clear: () => {
      mails = [];
    },
    watch(hear) {
      arrivals.addEventListener("mail", hear);
      return { end: () => arrivals.removeEventListener("mail", hear) };
    },
    faults,
    stop: () => server.close(),
  };
}

function firstMail(
  mails: () => ReceivedMail[],
  arrivals: EventTarget,
  predicate: (mail: ReceivedMail) => boolean,
  deadline: AbortSignal,
): Promise<ReceivedMail> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = mails().find(predicate);
      if (found) resolve(found);
    };
    arrivals.addEventListener("mail", look, { signal: deadline });
    deadline.addEventListener("abort", () => reject(new Error(`No such mail came. ${whatCame(mails())}`)));
    look();
  });
}

function whatCame(mails: ReceivedMail[]): string {
  if (mails.length === 0) return "The mailbox is empty.";
  return `There is: ${mails.map(({ to, subject }) => `"${subject}" to ${to.join(", ")}`).join("; ")}.`;
}
