import { type ParseArgsConfig, parseArgs } from "node:util";
import { openDatabase } from "./core/open-database.ts";
import { readSecretsConfig } from "./core/config.ts";
import { countSealed } from "./core/count-sealed.ts";
import { rotateSecrets } from "./core/rotate-secrets.ts";
import { rotationWords, statusWords } from "./core/kernel/secrets/rotation-words.ts";
import { SetupError } from "./core/kernel/setup-error.ts";
import { measuredClock } from "./core/database-clock.ts";
import { operator } from "./operator.ts";
import { readEnv } from "./read-env.ts";
import { readWords, runCommandLine, UsageError } from "./run-command-line.ts";

const usage = `Usage:
  npm run secrets -- rotate
  npm run secrets -- status

rotate seals everything that is sealed under the newest key of SECRET_KEY, beside running processes, as often as you like. status
counts by key. To change the key: put the new one before the old one in SECRET_KEY, restart every process, rotate, look at status, and take the
old one out.`;

const options = { help: { type: "boolean", short: "h" } } as const satisfies ParseArgsConfig["options"];

await runCommandLine(async (args) => {
  const { values, positionals } = readWords(
    () => parseArgs({ args, options, allowPositionals: true }),
    usage,
  );
  const [action, surplus] = positionals;
  if (values.help) return console.log(usage);
  if (action === undefined) throw new UsageError("Say what to do: rotate or status.", usage);
  if (action !== "rotate" && action !== "status")
    throw new UsageError(`“${action}” is neither rotate nor status.`, usage);
  if (surplus !== undefined) throw new UsageError(`“${surplus}” is one word too many.`, usage);
  const config = readSecretsConfig(readEnv());
  const db = await openDatabase(config);
  try {
    const { secretKeys } = config;
    if (action === "status") return console.log(statusWords(await countSealed(db), secretKeys).join("\n"));
    const { lines, unreadable } = rotationWords(
      await rotateSecrets({ db, clock: await measuredClock(db), secretKeys, actor: operator() }),
    );
    console.log(lines.join("\n"));
    if (unreadable > 0)
      throw new SetupError(
        "Some values cannot be opened. They were sealed with a key that SECRET_KEY does not hold.",
      );
  } finally {
    await db.$disconnect();
  }
});
