import { type Action, print, withDatabase } from "./command-line-tool.ts";
import { auditKeeper, verifyAudit } from "./core/audit/verify-audit.ts";
import { brokenWords, wholeWords } from "./core/audit/verified-words.ts";
import { readMigrationConfig } from "./core/config.ts";
import type { OperatorContext } from "./core/context.ts";
import { erasePerson, planErasure } from "./core/erasure/erase-person.ts";
import { erasureWords } from "./core/erasure/erasure-words.ts";
import type { Named } from "./core/erasure/find-person.ts";
import { SetupError } from "./core/kernel/setup-error.ts";
import { readEnv } from "./read-env.ts";

export const eraseOptions = {
  apply: { type: "boolean" },
  reason: { type: "string" },
  also: { type: "string" },
  not: { type: "string" },
} as const;

/** `npm run cyclr -- erase`: says what names a person, and with --apply erases it. */
export const eraseAction: Action = {
  words: ["Say whom to erase: a user ID or an e-mail."],
  takes: Object.keys(eraseOptions),
  async run([words = ""], { apply, reason, also, not }) {
    const env = readEnv();
    const connected = Boolean(env["CYCLR_API_URL"]);
    const named = { words, also: listed(also), not: listed(not), connected };
    const because = String(reason ?? "").trim();
    if (apply && because === "") throw new SetupError('Say why, for the audit: --reason "…".');
    const { ownerUrl, ...config } = readMigrationConfig(env);
    const databaseUrl = ownerUrl ?? config.databaseUrl;
    await withDatabase({ ...config, ...(apply && { databaseUrl }) }, (ctx) =>
      apply ? erase(ctx, named, because) : show(ctx, named),
    );
  },
};

const listed = (words: string | boolean | undefined): string[] =>
  String(words ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

async function show({ db }: OperatorContext, named: Named): Promise<void> {
  print(erasureWords(await planErasure(db, named)));
  print('Nothing was changed. With --apply --reason "…" this is erased, and cannot be brought back.');
}

async function erase(ctx: OperatorContext, named: Named, because: string): Promise<void> {
  const { asks, mayRewrite } = await auditKeeper(ctx.db);
  if (!mayRewrite)
    throw new SetupError(
      `${asks} does not own the audit, and only its owner can erase from it. Set DATABASE_OWNER_URL.`,
    );
  await requireWhole(ctx);
  print(erasureWords(await planErasure(ctx.db, named)));
  const isDone = await erasePerson(ctx, named, because);
  const verified = await requireWhole(ctx);
  if (!isDone)
    throw new SetupError("Others went on writing of this person meanwhile. Run it again to erase the rest.");
  print("Erased.");
  print(wholeWords(verified, await auditKeeper(ctx.db)));
}

async function requireWhole({ db }: OperatorContext) {
  const verified = await verifyAudit(db);
  const broken = brokenWords(verified);
  if (broken) throw new SetupError(broken);
  return verified;
}
