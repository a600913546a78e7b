import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Connector } from "../generated/prisma/client.ts";
import { fold } from "../text/fold.ts";

interface Sought {
  name: string;
  version?: string | null | undefined;
}

/** A Connector of the library by its name, in any case; without a version the newest. Throws not-found. */
export async function findConnector(
  db: Database | Transaction,
  { name, version }: Sought,
): Promise<Connector> {
  const named = await db.connector.findMany({ where: { nameKey: fold(name) } });
  const [newest, ...older] = named.toSorted((a, b) => inOrder(b.version, a.version));
  if (!newest) throw new DomainError("not-found", "The library has no connector of this name.");
  const found = version ? named.find((one) => one.version === version.trim()) : newest;
  if (found) return found;
  const versions = [newest, ...older].map((one) => one.version).join(", ");
  throw new DomainError("not-found", `${newest.name} has the versions ${versions}.`, "version");
}

/** "1.10" comes after "1.9". */
function inOrder(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
