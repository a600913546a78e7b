import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ConfigError,
  configVariables,
  readConfig,
  readDatabaseConfig,
  secretVariables,
} from "../../src/core/config.ts";
import { testEnv } from "../support/test-app.ts";

const plain: Record<string, string> = {
  ...testEnv("postgresql://user:database-pass@127.0.0.1/cyclr"),
  DATABASE_OWNER_URL: "postgresql://owner:owner-pass@127.0.0.1/cyclr",
  REDIS_URL: "redis://:redis-pass@127.0.0.1",
  SLACK_APP_TOKEN: "xapp-1",
  METRICS_TOKEN: "a-token-of-the-metrics",
  CYCLR_API_URL: "https://api.cyclr.example",
  CYCLR_CLIENT_ID: "cloud-client",
  CYCLR_CLIENT_SECRET: "cloud-pass",
  OTEL_EXPORTER_OTLP_HEADERS: "authorization=collector-pass",
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "secret-files-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, content = `${plain[name]}\n`): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

function complaint(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error("There was no complaint.");
}

const without = (name: string) => Object.fromEntries(Object.entries(plain).filter(([one]) => one !== name));

describe.each(secretVariables.map((name) => [name]))("%s", (name) => {
  test("is a variable of the program, and may be given as a file whose last line break counts for nothing", () => {
    expect(configVariables).toContain(name);
    expect(readConfig({ ...without(name), [`${name}_FILE`]: fileOf(name) })).toEqual(readConfig(plain));
    const windows = fileOf(name, `${plain[name]}\r\n`);
    expect(readConfig({ ...without(name), [`${name}_FILE`]: windows })).toEqual(readConfig(plain));
  });

  test("given both ways is refused with both names and neither value", () => {
    const said = complaint({ ...plain, [`${name}_FILE`]: fileOf(name) });
    expect(said).toContain(`${name} and ${name}_FILE are both set`);
    expect(said).not.toContain(plain[name]);
  });

  test("in a file that cannot be read is named with its path, once", () => {
    const said = complaint({ ...without(name), [`${name}_FILE`]: "/nowhere/secret" });
    expect(said).toContain(`${name}_FILE names /nowhere/secret, which cannot be read (ENOENT)`);
    expect(said).not.toContain(`${name} is missing`);
  });

  test("in a file that is empty is named", () => {
    expect(complaint({ ...without(name), [`${name}_FILE`]: fileOf(name, "\n") })).toContain("which is empty");
  });
});

test("a bad value from a file is named without a word of it", () => {
  const file = fileOf("SLACK_BOT_TOKEN", "xoxp-private");
  const said = complaint({ ...without("SLACK_BOT_TOKEN"), SLACK_BOT_TOKEN_FILE: file });
  expect(said).toContain("SLACK_BOT_TOKEN must be a bot token");
  expect(said).not.toContain("private");
});

test("a tool reads no file of a secret that it does not need", () => {
  const env = { DATABASE_URL: plain["DATABASE_URL"] ?? "", SECRET_KEY_FILE: "/nowhere/secret" };
  expect(() => readDatabaseConfig(env)).not.toThrow();
});

test("every variable that looks like a secret, or holds a password, is among them", () => {
  const secret = configVariables.filter((name) => /TOKEN|SECRET|KEY|PASSWORD/u.test(name));
  expect(secret.filter((name) => !secretVariables.some((one) => one === name))).toEqual([]);
});
