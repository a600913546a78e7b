import { print, type Tool, withDatabase } from "./command-line-tool.ts";
import { checkCloud, untriedCalls } from "./core/cloud/check-cloud.ts";
import { readCloudConfig } from "./core/config.ts";
import { cloudPace } from "./core/kernel/cloud/cloud-pace.ts";
import { SetupError } from "./core/kernel/setup-error.ts";
import { readEnv } from "./read-env.ts";

const usage = `Usage:
  npm run cyclr -- check

check says what of your Partner Console's API works with CYCLR_API_URL, CYCLR_CLIENT_ID and CYCLR_CLIENT_SECRET, call by call. It
reads, and changes nothing, there or here.`;

export const cyclrTool: Tool = {
  usage,
  actions: {
    check: {
      async run() {
        const config = readCloudConfig(readEnv());
        const { createCloud } = await import("./core/app.ts");
        await withDatabase(config, async ({ db }) => {
          const pace = cloudPace({ db }, config.cloud.callsPerSecond);
          const cloud = createCloud(config.cloud, { pace, patienceMs: 10_000 });
          print(`At ${config.cloud.apiUrl}:`);
          let failed = 0;
          for await (const { call, works, says } of checkCloud(cloud)) {
            if (works === false) failed += 1;
            print(`  ${works === null ? "-" : works ? "works" : "FAILS"}  ${call}: ${says}`);
          }
          print(`Not tried, since it would change something: ${untriedCalls.join("; ")}.`);
          if (failed > 0) throw new SetupError("Not all of it works.");
        });
      },
    },
  },
};
