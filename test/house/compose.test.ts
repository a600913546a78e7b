import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { configVariables, readConfig } from "../../src/core/config.ts";
import { testEnv } from "../support/test-app.ts";

interface Service {
  image?: string;
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  user?: string;
  profiles?: string[];
  restart?: string;
  stop_grace_period?: string;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  [setting: string]: unknown;
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const { services, volumes } = parse(read("docker-compose.yml"), { merge: true }) as Compose;
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const config = readConfig(testEnv("postgresql://127.0.0.1/cyclr"));

const parts = { bot: config.port, worker: config.workerPort, web: config.webPort };
const program = ["migrate", ...Object.keys(parts)];
const service = (name: string): Service => services[name] ?? {};

/** What compose makes of `${NAME:-default}` and `${NAME:?message}` where NAME is not set. */
const unset = (text: string): string => text.replace(/\$\{\w+(?::-([^}]*)|:\?[^}]*)\}/g, "$1");

test("compose starts the database, the queue, a mail catcher, the migrations and the three parts", () => {
  const names = ["bot", "mail", "migrate", "postgres", "redis", "web", "worker"];
  expect(Object.keys(services).toSorted()).toEqual(names);
  const optional = names.filter((name) => service(name).profiles);
  expect(optional).toEqual(["mail"]);
});

describe.each(program)("the container of %s", (name) => {
  const { command = [], environment = {}, ...settings } = service(name);
  const script = name === "migrate" ? "migrate" : `start:${name}`;

  test("runs what the npm script runs, without npm in between, so that signals arrive", () => {
    // npm's shell would keep signals to itself: the script has node take its place.
    expect(command.join(" ")).toBe(scripts[script]?.replace(/^exec /, ""));
    const file = command.find((word) => word.endsWith(".js")) ?? "";
    expect(existsSync(path.join(root, file)), `${file}: npm run build first`).toBe(true);
  });

  test("is given variables that the program reads, and no others", () => {
    expect(Object.keys(environment).filter((variable) => !configVariables.includes(variable))).toEqual([]);
  });

  test("reaches database and queue by their names in the network", () => {
    expect(unset(environment["DATABASE_URL"] ?? "")).toBe("postgresql://cyclr_app:@postgres:5432/cyclr");
    const owner = "postgresql://cyclr:@postgres:5432/cyclr";
    expect(unset(environment["DATABASE_OWNER_URL"] ?? "none")).toBe(name === "migrate" ? owner : "none");
    expect(unset(environment["REDIS_URL"] ?? "")).toBe("redis://:@redis:6379");
    expect(services).toHaveProperty("postgres.environment.POSTGRES_USER", "cyclr");
    expect(services).toHaveProperty("postgres.environment.POSTGRES_DB", "cyclr");
  });

  test("runs as an ordinary user who can change nothing", () => {
    expect(settings).toMatchObject({
      user: "node",
      init: true,
      read_only: true,
      tmpfs: ["/tmp"],
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
    });
  });
});

describe.each(Object.entries(parts))("the container of %s", (name, port) => {
  const { environment = {}, ports = [], healthcheck, ...settings } = service(name);

  test("is healthy when /readyz on its port answers, asked without tools that the image lacks", () => {
    const [how, runtime, flag, script] = healthcheck?.test ?? [];
    expect([how, runtime, flag]).toEqual(["CMD", "node", "-e"]);
    expect(script).toContain(`fetch('http://127.0.0.1:${port}/readyz')`);
  });

  test("starts with what is required in .env, and no more", () => {
    const required = Object.entries(environment).filter(([, text]) => text.includes(":?"));
    const values = Object.entries(environment).map(([variable, text]) => [variable, unset(text)]);
    const secrets = testEnv("postgresql://postgres/cyclr");
    const given = required.map(([variable]) => [variable, secrets[variable]]);
    const signing = { SLACK_SIGNING_SECRET: secrets["SLACK_SIGNING_SECRET"] };
    const env = { ...Object.fromEntries(values), ...Object.fromEntries(given), ...signing };
    expect(() => readConfig(env)).not.toThrow();
  });

  test("has every variable of the program but where it listens, and none of the owner", () => {
    const missing = configVariables.filter((variable) => !(variable in environment));
    const left = ["DATABASE_OWNER_URL", "LISTEN_HOST", "PORT", "WEB_PORT", "WORKER_PORT"];
    expect(missing.toSorted()).toEqual(left);
  });

  test("starts after the migrations, starts again by itself, and has time to finish what it is at", () => {
    expect(settings).toMatchObject({
      restart: "unless-stopped",
      depends_on: {
        migrate: { condition: "service_completed_successfully" },
        redis: { condition: "service_healthy" },
      },
    });
    const stopWithinMs = /stopWithinMs = ([\d_]+)/.exec(read("src/run-process.ts"))?.[1] ?? "";
    const grace = Number(/^(\d+)s$/.exec(settings.stop_grace_period ?? "")?.[1]) * 1000;
    expect(grace).toBeGreaterThan(Number(stopWithinMs.replace("_", "")));
  });

  test("can run several times on one machine", () => {
    expect(settings).not.toHaveProperty("container_name");
    expect(ports).toHaveLength(name === "worker" ? 0 : 1);
    for (const published of ports) {
      expect(unset(published)).toMatch(new RegExp(`^127\\.0\\.0\\.1:\\d+-\\d+:${port}$`));
    }
  });
});

test("bot and web are published in ranges that do not meet", () => {
  const ranges = ["bot", "web"].map((name) => unset(service(name).ports?.[0] ?? "").split(":")[1] ?? "");
  const [[, botEnd = NaN] = [], [webStart = NaN] = []] = ranges.map((range) => range.split("-").map(Number));
  expect(botEnd).toBeLessThan(webStart);
});

test("the migrations wait for the database and are tried again when they fail", () => {
  expect(service("migrate")).toMatchObject({
    restart: "on-failure",
    depends_on: { postgres: { condition: "service_healthy" } },
  });
});

test("the queue survives a restart, and Redis never throws a job away", () => {
  const command = service("redis").command?.join(" ");
  expect(command).toContain("--appendonly yes");
  expect(command).toContain("--maxmemory-policy noeviction");
});

test("Redis answers nobody without its password, which has to be set", () => {
  const { command = [], environment = {}, healthcheck } = service("redis");
  const password = /^\$\{REDIS_PASSWORD:\?[^}]+\}$/;
  for (const part of program)
    expect(service(part).environment?.["REDIS_URL"]).toMatch(
      /^redis:\/\/:\$\{REDIS_PASSWORD:\?[^}]+\}@redis:6379$/,
    );
  expect(command[command.indexOf("--requirepass") + 1]).toMatch(password);
  expect(environment["REDISCLI_AUTH"]).toMatch(password);
  expect(healthcheck?.test).toEqual(["CMD", "redis-cli", "-e", "ping"]);
});

test.each(["postgres", "redis"])("%s keeps its data in a volume and says when it is ready", (name) => {
  const { volumes: mounts = [], healthcheck, ports } = service(name);
  expect(mounts.map((mount) => mount.split(":")[0])).toEqual([name]);
  expect(volumes).toHaveProperty(name);
  expect(healthcheck?.test[0]).toBe("CMD");
  expect(ports, "reached from the network of compose alone").toBeUndefined();
});

test("PostgreSQL 18 keeps its data where its image looks for them", () => {
  expect(service("postgres")).toMatchObject({
    image: "postgres:18",
    volumes: ["postgres:/var/lib/postgresql"],
  });
});

test("mail goes to the catcher unless SMTP_URL says otherwise", () => {
  expect(unset(service("worker").environment?.["SMTP_URL"] ?? "")).toBe("smtp://mail:1025");
});

test("no secret stands in the file", () => {
  const secret = /(TOKEN|SECRET|KEY|PASSWORD)/;
  const values = Object.values(services).flatMap(({ environment = {} }) => Object.entries(environment));
  const written = values.filter(([variable, text]) => secret.test(variable) && !/^\$\{\w+:[-?]/.test(text));
  expect(written).toEqual([]);
});
