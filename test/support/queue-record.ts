import { Redis } from "ioredis";
import { Client } from "pg";

export interface QueueRecord {
  /** Everything that was ever written to the queue's store since the recording began. */
  content(): Promise<string>;
  stop(): Promise<void>;
}

/** Keeps what passes through the queue, finished and removed jobs included. */
export function recordQueue(databaseUrl: string, redisUrl?: string): Promise<QueueRecord> {
  return redisUrl ? recordRedis(redisUrl) : recordPostgres(databaseUrl);
}

async function recordPostgres(databaseUrl: string): Promise<QueueRecord> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`
    CREATE TABLE public.queue_record (entry jsonb);
    CREATE FUNCTION public.record_queue() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO public.queue_record VALUES (to_jsonb(NEW)); RETURN NULL; END $$;
    DO $$ DECLARE one record; BEGIN
      FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq' LOOP
        EXECUTE format('CREATE TRIGGER recorded AFTER INSERT OR UPDATE ON bullmq.%I
          FOR EACH ROW EXECUTE FUNCTION public.record_queue()', one.tablename);
      END LOOP; END $$;
  `);
  return {
    async content() {
      const { rows } = await client.query<{ entry: string }>(
        "SELECT entry::text AS entry FROM public.queue_record",
      );
      return rows.map(({ entry }) => entry).join("\n");
    },
    stop: () => client.end(),
  };
}

async function recordRedis(redisUrl: string): Promise<QueueRecord> {
  const redis = new Redis(redisUrl);
  const monitor = await redis.monitor();
  const lines: string[] = [];
  monitor.on("monitor", (_time: string, args: string[]) => lines.push(args.join(" ")));
  return {
    content: async () => lines.join("\n"),
    async stop() {
      monitor.disconnect();
      redis.disconnect();
    },
  };
}
