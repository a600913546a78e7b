import { type ParseArgsConfig, parseArgs } from "node:util";
import { openDatabase } from "./core/open-database.ts";
import { brokenWords, wholeWords, auditKeeper, verifyAudit } from "./core/audit/verify-audit.ts";
import { readDatabaseConfig } from "./core/config.ts";
import { SetupError } from "./core/kernel/setup-error.ts";
import { readEnv } from "./read-env.ts";
import { readWords, runCommandLine, UsageError } from "./run-command-line.ts";

const usage = `Usage:
  npm run audit -- verify [--expect <hash>]

Computes the chain of the audit again and names the first row that does not fit. It prints the hash of the last row: written
down, and given to --expect the next time, it shows whether rows were cut off at the end.`;

const options = {
  expect: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

await runCommandLine(async (args) => {
  const { values, positionals } = read(args);
  const [action, surplus] = positionals;
  if (values.help) return console.log(usage);
  if (action === undefined) throw new UsageError("Say what to do: verify.", usage);
  if (action !== "verify") throw new UsageError(`“${action}” is not verify.`, usage);
  if (surplus !== undefined) throw new UsageError(`“${surplus}” is one word too many.`, usage);
  if (values.expect !== undefined && !/^[0-9a-f]{64}$/i.test(values.expect))
    throw new UsageError("--expect takes the hash of a row: 64 digits from 0 to f.", usage);
  const db = await openDatabase(readDatabaseConfig(readEnv()));
  try {
    const verified = await verifyAudit(db, values.expect);
    const broken = brokenWords(verified);
    if (broken) throw new SetupError(broken);
    console.log(wholeWords(verified, await auditKeeper(db)));
  } finally {
    await db.$disconnect();
  }
});

function read(args: string[]) {
  return readWords(() => parseArgs({ args, options, allowPositionals: true }), usage);
}
