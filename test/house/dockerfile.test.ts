import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "../../src/core/config.ts";
import { testEnv } from "../support/test-app.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const stages = read("Dockerfile")
  .split(/^(?=FROM )/m)
  .slice(1);
const image = stages.at(-1) ?? "";
const manifest = JSON.parse(read("package.json")) as {
  engines: { node: string };
  scripts: Record<string, string>;
};

test("the image holds what the migrations read, the built program and production packages", () => {
  const copied = image.matchAll(/^COPY (?:--from=(\w+) )?(\S+)/gm);
  expect(Array.from(copied, ([, stage, source]) => [stage, source])).toEqual([
    [undefined, "package.json"],
    [undefined, "prisma"],
    ["production", "/app/node_modules"],
    ["build", "/app/dist"],
  ]);
  expect(stages.find((stage) => stage.includes("AS production"))).toContain("npm ci --omit=dev");
});

test("no install script runs while the image is built", () => {
  const installs = read("Dockerfile").match(/npm ci.*/g) ?? [];
  expect(installs).toHaveLength(2);
  for (const install of installs) expect(install).toContain("--ignore-scripts");
});

test("the image runs in production mode, as an ordinary user, what npm start runs", () => {
  expect(image).toContain("ENV NODE_ENV=production");
  expect(image).toMatch(/^USER node$/m);
  const command = /^CMD (.*)$/m.exec(image)?.[1] ?? "[]";
  expect((JSON.parse(command) as string[]).join(" ")).toBe(manifest.scripts["start"]?.replace(/^exec /, ""));
});

test("the image names the ports that the program listens on", () => {
  const { port, webPort, workerPort } = readConfig(testEnv("postgresql://127.0.0.1/cyclr"));
  expect(image).toContain(`EXPOSE ${port} ${webPort} ${workerPort}`);
});

test("the image's Node.js is one that the program supports, the same in every stage", () => {
  const bases = new Set(Array.from(read("Dockerfile").matchAll(/^FROM (node:\S+)/gm), ([, base]) => base));
  expect(bases.size).toBe(1);
  const major = Number(/node:(\d+)/.exec([...bases][0] ?? "")?.[1]);
  expect(major).toBeGreaterThanOrEqual(Number(/\d+/.exec(manifest.engines.node)?.[0]));
});

test("the build is sent all that it copies, and nothing else: no .env, no history", () => {
  const [everything, ...rest] = read(".dockerignore")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  expect(everything).toBe("*");
  const sent = rest.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
  const copies = Array.from(
    read("Dockerfile").matchAll(/^COPY (?!--from)(.+) \S+$/gm),
    ([, files = ""]) => files,
  );
  expect(sent.toSorted()).toEqual([...new Set(copies.flatMap((files) => files.split(" ")))].toSorted());
});
