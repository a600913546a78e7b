import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { ConfigError, configVariables, readConfig } from "../../src/core/config.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const example = read(".env.example");
const given = parseEnv(example) as Record<string, string>;

const interpolated = Array.from(read("docker-compose.yml").matchAll(/\$\{(\w+)/g), ([, name = ""]) => name);
// Read by docker compose itself.
const ofCompose = [...interpolated.filter((name) => !configVariables.includes(name)), "COMPOSE_PROFILES"];

describe(".env.example", () => {
  test("names every variable that the program or docker compose reads, and no other", () => {
    const expected = [...new Set([...configVariables, ...ofCompose])];
    expect(Object.keys(given).toSorted()).toEqual(expected.toSorted());
  });

  test("says above each variable, in a line, what it is", () => {
    const silent = [...example.matchAll(/^(.*)\n(\w+)=/gm)].filter(([, above]) => !/^# \S/.test(above ?? ""));
    expect(silent.map(([, , name]) => name)).toEqual([]);
  });

  test("gives the program's own defaults", () => {
    const filled = {
      SLACK_BOT_TOKEN: "xoxb-1",
      SLACK_SIGNING_SECRET: "signing",
      SMTP_URL: "smtp://127.0.0.1",
      SECRET_KEY: "k".repeat(32),
    };
    const required = ["DATABASE_URL", "MAIL_FROM", "PUBLIC_URL"].map((name) => [name, given[name]]);
    const least = { ...Object.fromEntries(required), ...filled };
    expect(readConfig({ ...given, ...filled })).toEqual(readConfig(least));
  });

  test("leaves out every secret, so that nobody runs on one that everybody knows", () => {
    const secrets = Object.keys(given).filter((name) => /TOKEN|SECRET|PASSWORD/.test(name));
    expect(secrets.map((name) => given[name])).toEqual(secrets.map(() => ""));
    expect(() => readConfig(given)).toThrow(ConfigError);
  });

  test("tells how a secret key is made", () => {
    expect(example).toMatch(/openssl rand -hex 32\b.*\n(#.*\n)*SECRET_KEY=/);
  });
});
