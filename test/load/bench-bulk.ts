import { createApp } from "../../src/core/app.ts";
import { readConfig } from "../../src/core/config.ts";
import { consoleUserActor } from "../../src/core/kernel/access/console-user-actor.ts";
import { inviteMany } from "../../src/core/invitations/invite-many.ts";
import type { Part } from "../chaos/run-parts.ts";
import { until } from "../support/until.ts";
import { type BenchWorld, startBenchWorld } from "./bench-world.ts";
import { residentMb } from "./product.ts";
import { wallMs } from "./statistics.ts";
import { small, withGrounds } from "./with-ground.ts";

const addresses = 10_000;
const marks = [1_000, 2_500, 5_000, 7_500, addresses];

/** One bulk invitation: how fast it goes, and whether the worker's memory stays flat. */
export const benchBulk: Part = (print) =>
  withGrounds(async ({ stores, ground }) => {
    const rows: string[][] = [];
    for (const store of stores) {
      const world = await startBenchWorld(await ground(small, store));
      try {
        await world.startWorker();
        rows.push([store, ...(await bulk(world, print))]);
      } finally {
        await world.stop();
      }
    }
    const head = [
      "queue on",
      "took",
      "a second",
      ...marks.map((mark) => `MB at ${mark.toLocaleString("en")}`),
      "last to first",
      "target",
      "",
    ];
    return [
      `One bulk invitation of ${addresses.toLocaleString("en")} addresses: each an invitation, a mail and a recorded result of its own. Resident memory of the worker on the way.`,
      "",
      ...[head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`),
    ].join("\n");
  });

async function bulk(world: BenchWorld, print: (line: string) => void): Promise<string[]> {
  const app = createApp(readConfig(world.env));
  const [channelId = ""] = await world.sandbox.call<string[]>("channels", 1);
  const ed = await app.db.consoleUser.findUniqueOrThrow({ where: { emailKey: "ed@northwind.example" } });
  const account = await app.db.account.findUniqueOrThrow({ where: { apiIdKey: "acme" } });
  const list = Array.from({ length: addresses }, (_, index) => `person${index}@bulk.example`).join("\n");
  const began = wallMs();
  const { requestId } = await inviteMany(
    { ...app, actor: consoleUserActor(ed, "slack") },
    { accountId: account.id, asAdministrator: false, addresses: list },
    { channelId, chatUserId: world.slack.userId, idempotencyKey: "bench-bulk" },
  );
  const sizes: number[] = [];
  for (const mark of marks) {
    await until(
      async () =>
        (await app.db.requestItem.count({ where: { requestId, finishedAt: { not: null } } })) >= mark,
      300_000,
    );
    if (world.worker) sizes.push(await residentMb(world.worker));
    print(`${mark} after ${((wallMs() - began) / 1000).toFixed(0)} s, ${sizes.at(-1)?.toFixed(0)} MB`);
  }
  const seconds = (wallMs() - began) / 1000;
  await until(() => app.db.request.findFirst({ where: { id: requestId, status: "done" } }), 60_000);
  const mails = await world.sandbox.call<number>("mails");
  if (mails !== addresses) throw new Error(`${mails} mails for ${addresses} addresses`);
  await world.sandbox.call("forget");
  await app.close();
  const ratio = (sizes.at(-1) ?? 0) / (sizes[0] ?? 1);
  return [
    `${seconds.toFixed(0)} s`,
    (addresses / seconds).toFixed(0),
    ...sizes.map((size) => size.toFixed(0)),
    ratio.toFixed(2),
    "flat: ≤ 1.3",
    ratio <= 1.3 ? "met" : "**missed**",
  ];
}
