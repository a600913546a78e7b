-- By hand: Prisma knows no triggers. The chain is one at a time. It was so from a row's INSERT to the end of its transaction,
-- for as long as whoever wrote it took to come back and commit; now only while the commit itself is done.
-- Until then a row has a number below zero and no hash, which nobody but its own transaction ever sees.
CREATE OR REPLACE FUNCTION audit_chain() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW."id" := -nextval(pg_get_serial_sequence('"AuditEvent"', 'id'));
  NEW."previousHash" := '\x';
  NEW."hash" := '\x';
  RETURN NEW;
END $$;

-- The order of the numbers is the order of the chain: both are given under the lock. A statement's own time limit does not
-- reach into a commit; this one does.
CREATE FUNCTION audit_chain_at_commit() RETURNS TRIGGER LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
DECLARE
  provisional BIGINT := NEW."id";
BEGIN
  PERFORM pg_advisory_xact_lock(4092160318);
  NEW."id" := nextval(pg_get_serial_sequence('"AuditEvent"', 'id'));
  NEW."previousHash" := coalesce((SELECT "hash" FROM "AuditEvent" WHERE "id" > 0 ORDER BY "id" DESC LIMIT 1), '\x'::BYTEA);
  UPDATE "AuditEvent" SET "id" = NEW."id", "previousHash" = NEW."previousHash", "hash" = audit_hash(NEW) WHERE "id" = provisional;
  RETURN NULL;
END $$;

-- The one change that is let through is that of a trigger, to a row that has no hash yet.
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN
    IF OLD."hash" = '\x'::BYTEA THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'The audit is append-only: % refused', TG_OP;
END $$;

CREATE CONSTRAINT TRIGGER "AuditEvent_chain_at_commit" AFTER INSERT ON "AuditEvent"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain_at_commit();
