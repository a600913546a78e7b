import { setTimeout as sleep } from "node:timers/promises";
import { syncNow, type SyncState, syncState } from "../../core/cloud/sync-now.ts";
import { counted } from "../../core/kernel/text/counted.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { namedAccount } from "../accounts/delete-account.ts";
import type { Command } from "../slack/command.ts";
import { textOf } from "../slack/words.ts";

const lookEveryMs = 250;
/** A longer one is told of by the list. */
const lookForMs = 20_000;

export const sync: Command = {
  name: "sync",
  area: "Accounts",
  summary: "compare with your Partner Console now, and say what differs",
  needs: "accounts:edit",
  usage: ["", "<Account: API ID or name>"],
  example: "harbour",

  async run({ words, context, say }) {
    const ctx = await context();
    await requirePermission(ctx, "accounts:edit", "sync");
    const account = words.length > 0 ? await namedAccount(ctx, textOf(words)) : undefined;
    const { id } = await syncNow(ctx, { accountId: account?.id });
    const until = performance.now() + lookForMs;
    let state = await syncState(ctx, id);
    while (!state.finishedAt && performance.now() < until) {
      await sleep(lookEveryMs);
      state = await syncState(ctx, id);
    }
    await say(escapeMrkdwn(wordsOf(state)));
  },
};

function wordsOf({ finishedAt, trouble, compared, found, open }: SyncState): string {
  if (!finishedAt)
    return `The comparison goes on${trouble ? `: ${trouble}` : ""}. /cyclr drift lists what it finds.`;
  if (trouble && compared === 0) return `${trouble} See /cyclr drift.`;
  const lead = `Compared ${counted(compared, "Account")} with Cyclr:`;
  if (open === 0) return `${lead} nothing differs.`;
  return `${lead} ${counted(open, "difference")}, ${found} of them new. /cyclr drift lists them.`;
}
