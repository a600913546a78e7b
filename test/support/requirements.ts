import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { spawnSync } from "node:child_process";
import process from "node:process";

const env = process.env; // oxlint-disable-line node/no-process-env -- the tests' only switch

const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A browser to drive, or undefined. */
export function findBrowser(): string | undefined {
  const wanted = [env["CHROMIUM_PATH"], ...browsers];
  return (
    wanted.find((one) => one !== undefined && existsSync(one)) ?? missing("REQUIRE_BROWSER", browserHint)
  );
}

/** The program of a Redis server, or undefined. */
export function findRedisServer(): string | undefined {
  const found = spawnSync("redis-server", ["--version"]).status === 0;
  return found ? "redis-server" : missing("REQUIRE_REDIS", redisHint);
}

/** The program of PgBouncer, or undefined. */
export function findPgBouncer(): string | undefined {
  // Debian keeps it where only root looks for programs.
  const found = ["pgbouncer", "/usr/sbin/pgbouncer"].find(
    (path) => spawnSync(path, ["--version"]).status === 0,
  );
  return found ?? missing("REQUIRE_PGBOUNCER", pgBouncerHint);
}

const debianPostgres = "/usr/lib/postgresql";

/** The folder of a PostgreSQL's programs, the server's and pg_dump's of one version: the newest there is, or undefined. */
export function findPostgresPrograms(): string | undefined {
  const versions = existsSync(debianPostgres) ? readdirSync(debianPostgres) : [];
  const found = versions
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => path.join(debianPostgres, version, "bin"))
    .find((bin) =>
      ["initdb", "pg_ctl", "pg_dump", "pg_restore"].every((name) => existsSync(path.join(bin, name))),
    );
  return found ?? missing("REQUIRE_POSTGRESQL", postgresHint);
}

const browserHint = "no browser found: install chromium, or set CHROMIUM_PATH, to run these tests as well";
const redisHint = "no redis-server found: install redis-server to run these tests as well";
const postgresHint =
  "no PostgreSQL with pg_dump found: install postgresql (Debian) to run these tests as well";
const pgBouncerHint = "no pgbouncer found: install pgbouncer to run these tests as well";

function missing(variable: string, hint: string): undefined {
  if (env[variable] === "1") throw new Error(`${variable}=1, but ${hint}`);
  process.stderr.write(`\n  SKIPPED: ${hint}\n\n`);
  return undefined;
}
