import { recordAudit } from "./kernel/audit/record-audit.ts";
import type { Context } from "./context.ts";
import { seal, unseal, type SecretKey } from "./kernel/secrets/seal.ts";
import type { SealedColumn } from "./feature.ts";
import { sealedColumns } from "./features.ts";

export interface Rotated {
  column: SealedColumn;
  resealed: number;
  /** Sealed with a key that SECRET_KEY does not hold, or changed since: left as they are. */
  unreadable: number;
}

type RotationContext = Pick<Context, "db" | "clock" | "secretKeys" | "actor">;

const batchSize = 200;

/**
 * Seals everything under the newest key, batch by batch. A row that somebody changes at the same moment is left to them:
 * what they write is sealed with their newest key, and another run finds it if that was an older one.
 */
export async function rotateSecrets(ctx: RotationContext): Promise<Rotated[]> {
  const rotated: Rotated[] = [];
  for (const column of sealedColumns) rotated.push(await rotateColumn(ctx, column));
  const resealed = rotated.reduce((sum, one) => sum + one.resealed, 0);
  if (resealed > 0)
    await recordAudit(ctx.db, ctx, {
      action: "secrets-rotated",
      subject: { kind: "secrets", name: "what is sealed" },
      after: { resealed, key: newest(ctx.secretKeys).id },
    });
  return rotated;
}

async function rotateColumn(ctx: RotationContext, column: SealedColumn): Promise<Rotated> {
  const rotated: Rotated = { column, resealed: 0, unreadable: 0 };
  for (let after = ""; ;) {
    const rows = await rowsToReseal(ctx, column, after);
    for (const { key, sealed } of rows) {
      const open = tryUnseal(ctx.secretKeys, column.purpose(key), sealed);
      if (open === undefined) rotated.unreadable += 1;
      else rotated.resealed += await replace(ctx, column, { key, sealed, open });
    }
    const last = rows.at(-1);
    if (!last || rows.length < batchSize) return rotated;
    after = last.key;
  }
}

/** Names of tables and columns are our own; everything else is a parameter. */
function rowsToReseal(
  { db, secretKeys }: RotationContext,
  { table, column, key }: SealedColumn,
  after: string,
): Promise<{ key: string; sealed: string }[]> {
  return db.$queryRawUnsafe(
    `SELECT "${key}"::text AS "key", "${column}" AS "sealed" FROM "${table}"
     WHERE "${column}" IS NOT NULL AND split_part("${column}", '.', 1) <> $1 AND "${key}"::text > $2
     ORDER BY "${key}"::text LIMIT ${batchSize}`,
    newest(secretKeys).id,
    after,
  );
}

function replace(
  { db, secretKeys }: RotationContext,
  { table, column, key, purpose }: SealedColumn,
  row: { key: string; sealed: string; open: string },
): Promise<number> {
  return db.$executeRawUnsafe(
    `UPDATE "${table}" SET "${column}" = $1 WHERE "${key}"::text = $2 AND "${column}" = $3`,
    seal(secretKeys, purpose(row.key), row.open),
    row.key,
    row.sealed,
  );
}

function tryUnseal(keys: SecretKey[], purpose: string, sealed: string): string | undefined {
  try {
    return unseal(keys, purpose, sealed);
  } catch {
    return undefined;
  }
}

function newest([key]: SecretKey[]): SecretKey {
  if (!key) throw new Error("There is no key to seal with");
  return key;
}
