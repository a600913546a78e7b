import process from "node:process";
import { WebClient } from "@slack/web-api";
import { createPostgresBackend, Queue as RedisQueue, withBackend, Worker as RedisWorker } from "bullmq";
import { createTransport } from "nodemailer";
import { Pool } from "pg";
import { serveCalls } from "./process-calls.ts";

/** A BullMQ job that does one insert, one SMTP send and one Slack post, on the same stores and with the same options. */
const env = process.env; // oxlint-disable-line node/no-process-env -- an entry point
const databaseUrl = env["DATABASE_URL"] ?? "";
const pool = new Pool({ connectionString: databaseUrl, max: 20 });
const mail = createTransport({ url: env["SMTP_URL"] ?? "", pool: true, maxConnections: 5 });
const slack = new WebClient(env["SLACK_BOT_TOKEN"], { slackApiUrl: env["SLACK_API_URL"] ?? "" });
await pool.query(
  "CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, email text NOT NULL, at timestamptz DEFAULT now())",
);

const redisUrl = env["REDIS_URL"];
interface Asked {
  channel: string;
  email: string;
}

async function run({ data }: { data: Asked }): Promise<void> {
  await pool.query("INSERT INTO bare (email) VALUES ($1)", [data.email]);
  await mail.sendMail({
    from: "access@northwind.example",
    to: data.email,
    subject: "Invitation",
    text: "A link",
  });
  await slack.chat.postMessage({ channel: data.channel, text: `Result for ${data.email}` });
}

function onRedis(url: string) {
  const connection = { url, maxRetriesPerRequest: null };
  return {
    queue: new RedisQueue("bare", { connection }),
    worker: new RedisWorker("bare", run, { connection, concurrency: 20 }),
  };
}

function onPostgres() {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const connection = { connectionString: databaseUrl, max: 6 };
  return {
    queue: new Queue("bare", { connection }),
    worker: new Worker("bare", run, { connection, concurrency: 20 }),
  };
}

const { queue, worker } = redisUrl ? onRedis(redisUrl) : onPostgres();
await worker.waitUntilReady();
const options = { removeOnComplete: true };
serveCalls({
  add: async (asked: Asked) => void (await queue.add("bare", asked, options)),
  addAll: async (all: Asked[]) =>
    void (await queue.addBulk(all.map((data) => ({ name: "bare", data, opts: options })))),
});
