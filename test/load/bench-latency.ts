import { createMailer } from "../../src/core/adapters/smtp-mailer.ts";
import type { Part } from "../chaos/run-parts.ts";
import { startBenchWorld } from "./bench-world.ts";
import { startDelayProxy } from "./delay-proxy.ts";
import { chainTimes, newChannels } from "./measure.ts";
import { latencyLine, type Line, ratioTable } from "./table.ts";
import { large, type Size, withGrounds } from "./with-ground.ts";

const slackMs = 120;
const smtpMs = 80;
const databaseMs = 2;
const mailConnections = 20;
const mails = 600;

const notes = `Slack answers ${slackMs} ms later and takes a mail ${smtpMs} ms after its content; PostgreSQL is ${databaseMs} ms away, there and back, by a proxy. One command, or job, after the other, in a channel that the program has looked at within the last minute; where it has not, it asks Slack whether other companies read there, beside its work.`;

/** From a command to its result with the distances of the world outside, and how many mails one process sends. */
export const benchLatency: Part = (print) =>
  withGrounds(async ({ stores, ground }) => {
    const lines: Line[] = [];
    let rate = 0;
    for (const store of stores) {
      const here = await ground(large, store);
      lines.push(...(await chain(here, large, store)));
      // The mailbox is the same for each.
      await here.sandbox.call("slow", { slackMs: 0, smtpMs });
      rate = await mailRate(here.slack.smtpUrl);
      await here.sandbox.call("slow", { slackMs: 0, smtpMs: 0 });
    }
    print(`${rate.toFixed(0)} mails a second`);
    const mailed = `${rate.toFixed(0)} mails a second (to reach: 85) over ${mailConnections} connections, each mail taken ${smtpMs} ms after its content.`;
    return `${notes}\n\n${ratioTable(lines)}\n\n${mailed}`;
  });

async function chain(
  ground: Parameters<typeof startBenchWorld>[0],
  { name: users }: Size,
  store: string,
): Promise<Line[]> {
  const proxy = await startDelayProxy(ground.databaseUrl, databaseMs / 2);
  const world = await startBenchWorld({ ...ground, databaseUrl: proxy.url });
  try {
    await world.startWorker();
    await world.sandbox.call("slow", { slackMs, smtpMs });
    const bare: number[] = [];
    const known: number[] = [];
    const unseen: number[] = [];
    for (const count of [10, 40, 40]) {
      const channels = await newChannels(world, count);
      const first = await chainTimes(world, "program", channels);
      const again = await chainTimes(world, "program", channels);
      const alone = await chainTimes(world, "bare", await newChannels(world, count));
      // The first few only warm up.
      if (count === 10) continue;
      unseen.push(...first);
      known.push(...again);
      bare.push(...alone);
    }
    const at = { store, users };
    return [
      latencyLine({ what: "submit to result, realistic", ...at }, 0.5, known, bare, 1.1),
      latencyLine({ what: "submit to result, realistic", ...at }, 0.99, known, bare),
      latencyLine({ what: "the same in a channel not seen for a minute", ...at }, 0.5, unseen, bare),
    ];
  } finally {
    await world.sandbox.call("slow", { slackMs: 0, smtpMs: 0 });
    await world.stop();
    await proxy.stop();
  }
}

async function mailRate(smtpUrl: string): Promise<number> {
  const mailer = createMailer({
    smtpUrl,
    connections: mailConnections,
    from: "Northwind <access@northwind.example>",
  });
  const send = (name: string) => (at: number) =>
    mailer.send({
      to: `${name}${at}@bulk.example`,
      subject: "Your invitation",
      text: "A link",
      html: "<p>A link</p>",
      messageId: `${name}-${at}`,
    });
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
  await Promise.all(numbers(mailConnections).map(send("warm")));
  const began = performance.now();
  await Promise.all(numbers(mails).map(send("mail")));
  const seconds = (performance.now() - began) / 1000;
  mailer.close();
  return mails / seconds;
}
