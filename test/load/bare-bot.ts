import process from "node:process";
import { App, HTTPReceiver } from "@slack/bolt";
import { serveCalls } from "./process-calls.ts";

/** A Bolt app that acknowledges, and nothing else. */
const env = process.env; // oxlint-disable-line node/no-process-env -- an entry point
const receiver = new HTTPReceiver({
  signingSecret: env["SLACK_SIGNING_SECRET"] ?? "",
  endpoints: "/slack/events",
});
const app = new App({ receiver, authorize: async () => ({ botToken: env["SLACK_BOT_TOKEN"] ?? "" }) });
app.command("/cyclr", async ({ ack }) => ack());
await app.start(Number(env["PORT"]));
serveCalls({});
