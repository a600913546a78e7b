/**
 * SQL, to be gone on with AND: a row for each `"owner"` who could take the audit's guards away, by owning one of its tables, the
 * schema or the database.
 */
export const auditOwners = `SELECT 1 FROM (
  SELECT relowner AS "owner" FROM pg_class WHERE oid IN (to_regclass('"AuditEvent"'), to_regclass('"AuditBlock"'))
  UNION ALL SELECT nspowner FROM pg_namespace WHERE nspname = 'public'
  UNION ALL SELECT datdba FROM pg_database WHERE datname = current_database()
) AS owners WHERE true`;
