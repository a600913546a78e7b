import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { ConfigError, configVariables, readConfig } from "../../src/core/config.ts";
import { testEnv } from "../support/test-app.ts";

const example = readFileSync(path.resolve(import.meta.dirname, "../../.env.example"), "utf8");
const defaults = Object.fromEntries(
  Object.entries(parseEnv(example)).flatMap(([name, value]) => (value ? [[name, value]] : [])),
);
const env = testEnv("postgresql://user:database-pass@127.0.0.1/cyclr");

/** The complaint about this environment, or a failed test. */
function complaint(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error("There was no complaint.");
}

const named = (text: string): string[] => Array.from(text.matchAll(/^ {2}(\w+) /gm), ([, name = ""]) => name);

describe("every variable", () => {
  const good: Record<string, string> = {
    ...defaults,
    ...env,
    DATABASE_OWNER_URL: "postgresql://127.0.0.1/cyclr",
    DATABASE_CONNECTIONS: "12",
    REDIS_URL: "redis://127.0.0.1:6379",
    SLACK_APP_TOKEN: "xapp-1",
    SLACK_UPDATES_PER_MINUTE: "60",
    APPROVAL_POLICY: '{"rules":[]}',
    LISTEN_HOST: "127.0.0.1",
    PORT: "1",
    WEB_PORT: "2",
    WORKER_PORT: "3",
    WORKER_CONCURRENCY: "4",
    JOB_LOCK_SECONDS: "5",
    RETRY_FIRST_SECONDS: "0.5",
    SWEEP_SECONDS: "7",
    NOTIFY_PRIVATE_ADDRESSES: "true",
    QUEUE_DASHBOARD: "on",
    TIME_ZONE: "Asia/Kathmandu",
    TRUSTED_PROXIES: "1",
    CYCLR_API_URL: "https://api.cyclr.example",
    CYCLR_CLIENT_ID: "client",
    CYCLR_CLIENT_SECRET: "secret",
    CYCLR_CALLS_PER_SECOND: "2",
    LOG_LEVEL: "warn",
  };

  test("is read without the blanks and line breaks that came along with it", () => {
    const padded = Object.fromEntries(Object.entries(good).map(([name, value]) => [name, `\t ${value}\r\n`]));
    expect(readConfig(padded)).toEqual(readConfig(good));
  });

  test.each(configVariables)(
    "%s is told in a sentence of its own what it must be, whatever it is",
    (name) => {
      const anything = [
        "NaN",
        "-1",
        "1e3",
        "0x10",
        "Infinity",
        "12 13",
        "1.5",
        "99999999",
        "{",
        "[]",
        "null",
        "“”",
        "%",
      ];
      for (const value of [...anything, "postgresql://u:%zz@h/d", "http://[", "smtp://"]) {
        let said = "";
        try {
          readConfig({ ...good, [name]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          said = (error as Error).message;
        }
        expect(said === "" ? [name] : named(said)).toEqual([name]);
        expect(said).not.toMatch(/NaN|Invalid|expected|received|Too (small|big)|undefined|JSON at|    at /u);
      }
    },
  );

  test.each(["DATABASE_CONNECTIONS", "SLACK_UPDATES_PER_MINUTE", "PORT", "SWEEP_SECONDS", "TRUSTED_PROXIES"])(
    "%s that is no number says from where to where it goes",
    (name) => {
      expect(complaint(() => readConfig({ ...env, [name]: "many" }))).toMatch(
        new RegExp(`${name} must be a (whole )?number from [\\d.]+ to \\d+`, "u"),
      );
    },
  );

  test.each([
    ["DATABASE_URL", "postgresql://u:%zz@127.0.0.1/d"],
    ["REDIS_URL", "redis://u:100%@127.0.0.1"],
    ["SMTP_URL", "smtp://u%:p@127.0.0.1"],
  ])("%s with a %% that no library can read is named before anything starts", (name, value) => {
    const said = complaint(() => readConfig({ ...env, [name]: value }));
    expect(said).toContain(`${name} has a % that starts no character code: write it as %25`);
  });
});
