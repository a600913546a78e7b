import { describe, expect, test } from "vitest";
import {
  ConfigError,
  configVariables,
  readCloudConfig,
  readConfig,
  readDatabaseConfig,
} from "../../src/core/config.ts";
import { testEnv } from "../support/test-app.ts";

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

describe("a configuration that is not complete", () => {
  test("is told every missing variable at once, and where to read on", () => {
    const said = complaint(() => readConfig({}));
    const required = ["DATABASE_URL", "MAIL_FROM", "PUBLIC_URL", "SECRET_KEY", "SLACK_BOT_TOKEN", "SMTP_URL"];
    expect(named(said)).toEqual(expect.arrayContaining(required));
    expect(said.match(/ is missing/g)).toHaveLength(named(said).length);
    expect(said).toContain(".env.example");
  });

  // Zod leaves superRefine out once a field is at fault: the secret is named at the second start only.
  test("is told that Slack's secret is missing together with the others", () => {
    expect(named(complaint(() => readConfig({})))).toContain("SLACK_SIGNING_SECRET");
  });

  test("is told every bad variable at once, each with what it must be", () => {
    const bad = Object.fromEntries(configVariables.map((name) => [name, "???"]));
    const said = complaint(() => readConfig(bad));
    const anyText = ["SLACK_SIGNING_SECRET", "CYCLR_CLIENT_ID", "CYCLR_CLIENT_SECRET"];
    expect(named(said).toSorted()).toEqual(
      configVariables.filter((name) => !anyText.includes(name)).toSorted(),
    );
    expect(said).not.toContain("is missing");
    expect(said).toMatch(/DATABASE_URL must be a URL that starts with postgres:\/\/ or postgresql:\/\//);
    expect(said).toMatch(/SLACK_BOT_TOKEN must be .*xoxb-/);
    expect(said).toMatch(/SECRET_KEY must be at least 32 characters/);
  });

  test("is told missing and bad variables together", () => {
    const said = complaint(() =>
      readConfig({ ...env, SMTP_URL: undefined, PORT: "70000", SECRET_KEY: "short" }),
    );
    expect(named(said).toSorted()).toEqual(["PORT", "SECRET_KEY", "SMTP_URL"]);
  });

  test("never has a value printed, be it of a good variable or of a bad one", () => {
    const bad = Object.fromEntries(configVariables.map((name) => [name, `private-${name}`]));
    expect(complaint(() => readConfig(bad))).not.toContain("private-");
    const said = complaint(() => readConfig({ ...env, PORT: "no port", SLACK_APP_TOKEN: "xoxp-private" }));
    expect(said).not.toContain("private");
    const urlsAside = Object.values(env).filter((value) => said.includes(value));
    expect(urlsAside).toEqual([]);
    expect(said).not.toContain("database-pass");
  });

  test("takes blank for missing", () => {
    const blank = Object.fromEntries(configVariables.map((name) => [name, " "]));
    expect(complaint(() => readConfig(blank))).toBe(complaint(() => readConfig({})));
    expect(readConfig({ ...env, REDIS_URL: "", WEB_PORT: " ", LOG_LEVEL: "" })).toEqual(readConfig(env));
  });
});

describe("the vendor's cloud", () => {
  const cloud = {
    CYCLR_API_URL: "https://api.cyclr.example",
    CYCLR_CLIENT_ID: "one",
    CYCLR_CLIENT_SECRET: "two",
  };

  test("is not connected without its three variables", () => {
    expect(readConfig(env).cloud).toBeUndefined();
    expect(readConfig({ ...env, CYCLR_CALLS_PER_SECOND: "2" }).cloud).toBeUndefined();
  });

  test("is connected with all three, and called five times a second at most", () => {
    expect(readConfig({ ...env, ...cloud }).cloud).toEqual({
      apiUrl: "https://api.cyclr.example",
      clientId: "one",
      clientSecret: "two",
      callsPerSecond: 5,
    });
  });

  test("with some of the three each that is missing is named, beside what else is wrong", () => {
    const said = complaint(() => readConfig({ ...env, PORT: "70000", CYCLR_CLIENT_ID: "one" }));
    expect(named(said).toSorted()).toEqual(["CYCLR_API_URL", "CYCLR_CLIENT_SECRET", "PORT"]);
  });

  test("has its command ask for all three", () => {
    const said = complaint(() => readCloudConfig(env));
    expect(named(said).toSorted()).toEqual(["CYCLR_API_URL", "CYCLR_CLIENT_ID", "CYCLR_CLIENT_SECRET"]);
    expect(said.match(/ is missing/g)).toHaveLength(3);
  });

  test.each([
    ["https://api.cyclr.example/", "https://api.cyclr.example"],
    ["https://api.cyclr.example/v1.0/", "https://api.cyclr.example"],
    ["http://127.0.0.1:3001", "http://127.0.0.1:3001"],
    ["http://localhost:3001", "http://localhost:3001"],
  ])("takes %s for its address", (given, read) => {
    expect(readConfig({ ...env, ...cloud, CYCLR_API_URL: given }).cloud?.apiUrl).toBe(read);
  });

  test.each([
    "http://api.cyclr.example",
    "https://me:secret@api.cyclr.example",
    "api.cyclr.example",
    "ftp://x",
  ])("does not hand credentials to %s", (given) => {
    expect(complaint(() => readConfig({ ...env, ...cloud, CYCLR_API_URL: given }))).toContain(
      "CYCLR_API_URL must",
    );
  });
});

describe("Slack", () => {
  test("comes over HTTP with a signing secret and no app-level token", () => {
    const { slack } = readConfig(env);
    expect(slack).toMatchObject({ appToken: undefined, signingSecret: env["SLACK_SIGNING_SECRET"] });
    expect(slack.apiUrl).toBe("http://127.0.0.1:1/api/");
  });

  test("comes over Socket Mode with an app-level token, which needs no signing secret", () => {
    const { slack } = readConfig({ ...env, SLACK_SIGNING_SECRET: undefined, SLACK_APP_TOKEN: "xapp-1" });
    expect(slack).toMatchObject({ appToken: "xapp-1", signingSecret: undefined });
  });

  test("needs one of the two", () => {
    const said = complaint(() => readConfig({ ...env, SLACK_SIGNING_SECRET: undefined }));
    expect(said).toMatch(/SLACK_SIGNING_SECRET is missing: .*SLACK_APP_TOKEN/);
  });

  test("is Slack itself unless another server is named", () => {
    expect(readConfig({ ...env, SLACK_API_URL: undefined }).slack.apiUrl).toBe("https://slack.com/api/");
  });
});

describe("addresses", () => {
  test.each(["http://slack.test/api", "http://slack.test/api/", "http://slack.test/api//"])(
    "of Slack's API end in one slash: %s",
    (url) => expect(readConfig({ ...env, SLACK_API_URL: url }).slack.apiUrl).toBe("http://slack.test/api/"),
  );

  test.each(["https://access.test", "https://access.test/", "https://access.test//"])(
    "of the web pages end in none: %s",
    (url) => expect(readConfig({ ...env, PUBLIC_URL: url }).publicUrl).toBe("https://access.test"),
  );

  test("of the web pages keep the path they are under", () => {
    expect(readConfig({ ...env, PUBLIC_URL: "https://a.test/access/" }).publicUrl).toBe(
      "https://a.test/access",
    );
  });

  test.each(["redis://127.0.0.1:6379", "rediss://user:pass@redis.test:6380/2"])("of Redis: %s", (url) => {
    expect(readConfig({ ...env, REDIS_URL: url }).redisUrl).toBe(url);
  });

  test.each([
    ["REDIS_URL", "http://127.0.0.1"],
    ["DATABASE_URL", "mysql://127.0.0.1"],
    ["SMTP_URL", "mail.test:587"],
    ["PUBLIC_URL", "access.test"],
    ["SLACK_API_URL", "slack.test"],
  ])("of another kind are refused: %s", (name, url) => {
    expect(named(complaint(() => readConfig({ ...env, [name]: url })))).toEqual([name]);
  });
});

describe("the sender of mails", () => {
  test.each([
    "access@partner.example",
    "<access@partner.example>",
    "Cyclr Access <access@partner.example>",
    '"Ops: Access, EMEA" <access@partner.example>',
    '"A @ B" <access@partner.example>',
    "Grüße & Co. <o'neill+access@bücher.example>",
    "access@localhost",
    // Not as the standard has it, but the mailer puts it in quotes.
    "Access, EMEA <access@partner.example>",
  ])("is one mailbox: %s", (from) => {
    expect(readConfig({ ...env, MAIL_FROM: from }).mail.from).toBe(from);
  });

  test.each([
    "foo@",
    "@partner.example",
    "foo",
    "a@b@partner.example",
    "Ops: Access <access@partner.example>",
    "Ops: access@partner.example;",
    "a@partner.example, b@partner.example",
    "a@partner.example <b@partner.example>",
    "Access <access@partner.example",
    "Access <access@>",
    "Access <access @partner.example>",
    "Access <access@partner.example>\r\nBcc: eve@evil.example",
  ])("is refused at the start, by the name of the variable: %j", (from) => {
    const said = complaint(() => readConfig({ ...env, MAIL_FROM: from }));
    expect(named(said)).toEqual(["MAIL_FROM"]);
    expect(said).toContain('MAIL_FROM must be one address, as in name@company.com or "A name" <');
  });
});

describe("numbers", () => {
  test("have defaults", () => {
    expect(readConfig(env)).toMatchObject({
      port: 3000,
      webPort: 3001,
      workerPort: 3002,
      workerConcurrency: 20,
      jobLockMs: 30_000,
      retryFirstMs: 5_000,
      sweepMs: 15_000,
      trustedProxies: 0,
      logLevel: "info",
    });
  });

  test.each(["0", "1", "65535"])("%s is a port", (port) => {
    expect(readConfig({ ...env, PORT: port, WEB_PORT: port, WORKER_PORT: port })).toMatchObject({
      port: Number(port),
      webPort: Number(port),
      workerPort: Number(port),
    });
  });

  test.each(["-1", "65536", "80.5", "http", "3000-3009"])("%s is no port", (port) => {
    const ports = { PORT: port, WEB_PORT: port, WORKER_PORT: port };
    expect(named(complaint(() => readConfig({ ...env, ...ports })))).toEqual(Object.keys(ports));
  });
});

describe("secret keys", () => {
  const [old, next] = ["o".repeat(32), "n".repeat(32)];

  test("are several while they are rotated, the newest first", () => {
    const { secretKeys } = readConfig({ ...env, SECRET_KEY: ` ${next} , ${old} ` });
    const [alone] = readConfig({ ...env, SECRET_KEY: old }).secretKeys;
    expect(secretKeys).toHaveLength(2);
    expect(secretKeys[1]).toEqual(alone);
    expect(secretKeys[0]?.id).not.toBe(alone?.id);
  });

  test.each([`${next},`, `${next},short`, ",", "k".repeat(31)])(
    "are refused when one is too short",
    (keys) => {
      const said = complaint(() => readConfig({ ...env, SECRET_KEY: keys }));
      expect(named(said)).toEqual(["SECRET_KEY"]);
      expect(said).not.toContain("short");
    },
  );
});

test("the command line tools need the database alone", () => {
  const databaseUrl = "postgres://127.0.0.1/cyclr";
  const read = readDatabaseConfig({ DATABASE_URL: databaseUrl });
  expect(read).toEqual({ databaseUrl, databaseConnections: 10, redisUrl: undefined, logLevel: "info" });
  expect(named(complaint(() => readDatabaseConfig({ REDIS_URL: "no", LOG_LEVEL: "loud" })))).toEqual([
    "DATABASE_URL",
    "REDIS_URL",
    "LOG_LEVEL",
  ]);
});
