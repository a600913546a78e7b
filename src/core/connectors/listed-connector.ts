import type { Prisma } from "../generated/prisma/client.ts";

export const listedConnectorFields = { connector: true } as const satisfies Prisma.AccountConnectorInclude;

type Row = Prisma.AccountConnectorGetPayload<{ include: typeof listedConnectorFields }>;

/** An installed Connector as anybody may see it: whether it has values, and never which. */
export type ListedConnector = Omit<Row, "valuesSealed"> & { authenticated: boolean };

export function listedConnector({ valuesSealed, ...row }: Row): ListedConnector {
  return { ...row, authenticated: valuesSealed !== null || row.connector.authentication === "none" };
}
