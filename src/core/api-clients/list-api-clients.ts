import type { App } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";

const include = { account: true } as const;

export type ListedApiClient = Prisma.ApiClientGetPayload<{
  include: typeof include;
  omit: { secretHash: true };
}>;

/** The clients that are not revoked, in the order in which they were made. The caller has checked the permission. */
export function listApiClients({ db }: Pick<App, "db">): Promise<ListedApiClient[]> {
  return db.apiClient.findMany({
    where: { revokedAt: null },
    include,
    omit: { secretHash: true },
    orderBy: { id: "asc" },
  });
}
