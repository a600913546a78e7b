import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";

/** No database at all, only the answer to what the engine asks one first: does the schema exist, and which version. */
export function paperDatabase(): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg({});
  const connect: SqlMigrationAwareDriverAdapterFactory["connect"] = async () => {
    const adapter = await factory.connect();
    adapter.queryRaw = async () => ({
      columnNames: ["exists", "version", "numeric_version"],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, "PostgreSQL 18.0", 180_000]],
    });
    return adapter;
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect,
    connectToShadowDb: connect,
  };
}
