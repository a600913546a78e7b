import { print, type Tool, withDatabase } from "./command-line-tool.ts";
import { readSecretsConfig } from "./core/config.ts";
import { countSealed } from "./core/count-sealed.ts";
import { rotateSecrets } from "./core/rotate-secrets.ts";
import { rotationWords, statusWords } from "./core/kernel/secrets/rotation-words.ts";
import { SetupError } from "./core/kernel/setup-error.ts";
import { readEnv } from "./read-env.ts";

const usage = `Usage:
  npm run secrets -- rotate
  npm run secrets -- status

rotate seals everything that is sealed under the newest key of SECRET_KEY, beside running processes, as often as you like. status
counts by key. To change the key: put the new one before the old one in SECRET_KEY, restart every process, rotate, look at status, and take the
old one out.`;

export const secretsTool: Tool = {
  usage,
  actions: {
    rotate: {
      async run() {
        const config = readSecretsConfig(readEnv());
        const { secretKeys } = config;
        await withDatabase(config, async (ctx) => {
          const { lines, unreadable } = rotationWords(await rotateSecrets({ ...ctx, secretKeys }));
          print(lines.join("\n"));
          if (unreadable > 0)
            throw new SetupError(
              "Some values cannot be opened. They were sealed with a key that SECRET_KEY does not hold.",
            );
        });
      },
    },
    status: {
      async run() {
        const config = readSecretsConfig(readEnv());
        await withDatabase(config, async ({ db }) =>
          print(statusWords(await countSealed(db), config.secretKeys).join("\n")),
        );
      },
    },
  },
};
