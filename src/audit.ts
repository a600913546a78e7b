import { print, type Tool, withDatabase } from "./command-line-tool.ts";
import { brokenWords, wholeWords } from "./core/audit/verified-words.ts";
import { auditKeeper, verifyAudit } from "./core/audit/verify-audit.ts";
import { readDatabaseConfig } from "./core/config.ts";
import { SetupError } from "./core/kernel/setup-error.ts";
import { readEnv } from "./read-env.ts";
import { UsageError } from "./run-command-line.ts";

const usage = `Usage:
  npm run audit -- verify [--expect <hash>]

Seals what is not sealed yet, computes the chain of the audit again and names the first row or block that does not fit. It
prints the hash of the last block: written down, and given to --expect the next time, it shows whether rows were cut off at
the end.`;

export const auditTool: Tool = {
  usage,
  options: { expect: { type: "string" } },
  actions: {
    verify: {
      takes: ["expect"],
      async run(_words, { expect }) {
        const hash = expect === undefined ? undefined : String(expect);
        if (hash !== undefined && !/^[0-9a-f]{64}$/i.test(hash))
          throw new UsageError("--expect takes the hash of a block: 64 digits from 0 to f.", usage);
        await withDatabase(readDatabaseConfig(readEnv()), async ({ db }) => {
          const verified = await verifyAudit(db, hash);
          const broken = brokenWords(verified);
          if (broken) throw new SetupError(broken);
          print(wholeWords(verified, await auditKeeper(db)));
        });
      },
    },
  },
};
