import { Agent, request } from "node:http";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { signRequest } from "../../src/sandbox/slack/delivery/http-courier.ts";

export interface SlackFacts {
  apiUrl: string;
  botToken: string;
  signingSecret: string;
  smtpUrl: string;
  teamId: string;
  userId: string;
  responseUrl: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 512 });
let serial = 0;

/** Delivers a command as Slack does, and resolves when it is acknowledged. */
export function deliver(port: number, slack: SlackFacts, channelId: string, text: string): Promise<void> {
  serial += 1;
  const body = new URLSearchParams({
    token: "x",
    team_id: slack.teamId,
    channel_id: channelId,
    channel_name: "access",
    user_id: slack.userId,
    user_name: "ed",
    command: "/cyclr",
    text,
    api_app_id: "A0",
    is_enterprise_install: "false",
    response_url: slack.responseUrl,
    trigger_id: `bench-${process.pid}-${Date.now()}-${serial}`,
  }).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": Buffer.byteLength(body),
    ...signRequest(slack.signingSecret, body, Math.floor(Date.now() / 1000)),
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, port, host: "127.0.0.1", path: "/slack/events", method: "POST", headers },
      (answer) => {
        answer.resume().once("end", () => {
          if (answer.statusCode === 200) resolve();
          else reject(new Error(`answered ${answer.statusCode}`));
        });
      },
    );
    sent.once("error", reject).end(body);
  });
}

/** Arrivals at moments fixed beforehand: none waits for the answer to the one before. */
export async function arrivals(
  count: number,
  everyMs: number,
  arrive: (index: number) => Promise<void>,
): Promise<number[]> {
  const began = performance.now() + 20;
  const latencies: Promise<number>[] = [];
  for (let index = 0; index < count; index += 1) {
    const due = began + index * everyMs;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    const sent = performance.now();
    latencies.push(arrive(index).then(() => performance.now() - sent));
  }
  return Promise.all(latencies);
}
