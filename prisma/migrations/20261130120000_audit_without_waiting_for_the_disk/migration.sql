-- A commit held the chain's lock until its log was on the disk, so commits that are audited went one behind the other. In a
-- session that flushes the log behind its commit by itself (cyclr_access.flushes), the lock is free as soon as the commit is
-- written to the log: a crash then loses the end of the chain alone, of which nobody was told. In others nothing changes.
CREATE OR REPLACE FUNCTION audit_chain_at_commit() RETURNS TRIGGER LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
DECLARE
  provisional BIGINT := NEW."id";
BEGIN
  PERFORM pg_advisory_xact_lock(4092160318);
  IF current_setting('cyclr_access.flushes', true) = 'on' THEN
    PERFORM set_config('synchronous_commit', 'off', true);
  END IF;
  NEW."id" := nextval(pg_get_serial_sequence('"AuditEvent"', 'id'));
  NEW."previousHash" := coalesce((SELECT "hash" FROM "AuditEvent" WHERE "id" > 0 ORDER BY "id" DESC LIMIT 1), '\x'::BYTEA);
  UPDATE "AuditEvent" SET "id" = NEW."id", "previousHash" = NEW."previousHash", "hash" = audit_hash(NEW) WHERE "id" = provisional;
  RETURN NULL;
END $$;
