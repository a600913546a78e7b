import { Client } from "pg";

/** What the program's own process writes under; what a test writes itself is not counted. */
export const testApplication = "chaos-test";
export const markerLead = "chaos-effect|";

/**
 * Has the database say which effects a transaction records, as notices that nobody but the proxy reads, and count every
 * committed change of a row by the transaction that made it.
 */
export async function watchDatabase(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(watching);
  } finally {
    await client.end();
  }
}

const watching = `
CREATE SCHEMA chaos;
CREATE TABLE chaos.change (tx xid8 NOT NULL, tbl text NOT NULL, op text NOT NULL, request_id text);
CREATE INDEX ON chaos.change (request_id);
CREATE INDEX ON chaos.change (tx);

CREATE FUNCTION chaos.mark(effect text, request_id text) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN RAISE NOTICE '${markerLead}%|%', effect, request_id; END $$;

CREATE FUNCTION chaos.watch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
  now jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
  one jsonb := CASE WHEN TG_OP = 'DELETE' THEN was ELSE now END;
  request text := CASE TG_TABLE_NAME WHEN 'Request' THEN one->>'id'
    WHEN 'SecretLink' THEN coalesce(one->>'requestId', (
      SELECT "requestId"::text FROM public."Invitation" WHERE "linkId" = (one->>'id')::uuid))
    ELSE one->>'requestId' END;
BEGIN
  IF current_setting('application_name') = '${testApplication}' THEN RETURN NULL; END IF;
  INSERT INTO chaos.change VALUES (pg_current_xact_id(), TG_TABLE_NAME, lower(TG_OP), request);
  IF TG_TABLE_NAME = 'CloudEffect' AND TG_OP = 'INSERT' AND now->>'byHandAt' IS NOT NULL AND request IS NOT NULL THEN
    PERFORM chaos.mark('asked by hand', request);
  END IF;
  IF TG_OP <> 'UPDATE' OR request IS NULL THEN RETURN NULL; END IF;
  IF TG_TABLE_NAME = 'Request' THEN
    IF was->>'appliedAt' IS NULL AND now->>'appliedAt' IS NOT NULL THEN PERFORM chaos.mark('applied', request); END IF;
    IF was->>'status' = 'queued' AND now->>'status' <> 'queued' THEN PERFORM chaos.mark('ended', request); END IF;
  ELSIF TG_TABLE_NAME = 'RequestItem' THEN
    IF was->>'outcome' IS NULL AND now->>'outcome' IS NOT NULL THEN PERFORM chaos.mark('applied', request); END IF;
    IF was->>'finishedAt' IS NULL AND now->>'finishedAt' IS NOT NULL THEN PERFORM chaos.mark('item finished', request); END IF;
  ELSIF TG_TABLE_NAME = 'CloudEffect' THEN
    IF (was->>'tries')::int = 0 AND (now->>'tries')::int = 1 THEN PERFORM chaos.mark('try in Cyclr recorded', request); END IF;
    IF was->>'doneAt' IS NULL AND now->>'doneAt' IS NOT NULL THEN PERFORM chaos.mark('done in Cyclr recorded', request); END IF;
  ELSIF TG_TABLE_NAME = 'ChatMessage' THEN
    IF was->>'postedAt' IS NULL AND now->>'postedAt' IS NOT NULL THEN
      PERFORM chaos.mark(CASE WHEN one->>'key' = 'card' THEN 'card recorded' ELSE 'note recorded' END, request);
    ELSIF (was->>'observedGeneration')::int < (now->>'observedGeneration')::int AND one->>'key' = 'card' THEN
      PERFORM chaos.mark('redraw recorded', request);
    END IF;
  END IF;
  IF (was->>'mailedAt' IS NULL AND now->>'mailedAt' IS NOT NULL)
    OR (was->>'handedOverAt' IS NULL AND now->>'handedOverAt' IS NOT NULL) THEN
    PERFORM chaos.mark('mail recorded', request);
  END IF;
  RETURN NULL;
END $$;

DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%' LOOP
    EXECUTE format('CREATE TRIGGER chaos_watch AFTER INSERT OR UPDATE OR DELETE ON public.%I
      FOR EACH ROW EXECUTE FUNCTION chaos.watch()', one.tablename);
  END LOOP; END $$;
`;
