import type { AddressInfo } from "node:net";
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
const server = await app.start(0);
serveCalls({ port: () => (server.address() as AddressInfo).port });
