import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { commands } from "../../src/bot/features.ts";
import { routes } from "../../src/web/features.ts";
import { configVariables } from "../../src/core/config.ts";

const root = path.resolve(import.meta.dirname, "../..");
const readme = readFileSync(path.join(root, "README.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

function section(heading: string): string {
  const [, after = ""] = readme.split(`\n## ${heading}\n`);
  return after.split(/^## /m)[0] ?? "";
}

test("the README's table names every variable of the configuration once, and no other", () => {
  const rows = Array.from(section("Configuration").matchAll(/^\| `(\w+)` \|/gm), ([, name = ""]) => name);
  expect(rows.toSorted()).toEqual(configVariables.toSorted());
});

test("the README's two commands are there to copy", () => {
  const blocks = Array.from(readme.matchAll(/^```sh\n([\s\S]*?)^```/gm), ([, block = ""]) => block).join(
    "\n",
  );
  expect(blocks).toMatch(/^npm ci && npm run demo\b/m);
  expect(blocks).toMatch(/^npm ci && npm test\b/m);
});

test("every npm script that the README speaks of exists", () => {
  const named = Array.from(readme.matchAll(/npm run ([\w:-]+)/g), ([, name = ""]) => name);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test("the README's table names every command once, with what it needs, and no other", () => {
  const rows = Array.from(section("Commands").matchAll(/^\| `([\w-]+)` \|.*\| (?:`([^`]+)`|everyone) \|$/gm));
  const named = rows.map(([, name, needs]) => `${name} ${needs ?? ""}`.trim());
  expect(named.toSorted()).toEqual(
    commands.map(({ name, needs = "" }) => `${name} ${needs.replace(":", ": ")}`.trim()).toSorted(),
  );
});

test("the README's table names every page of account users once, with whom it admits", () => {
  const who = {
    anyone: "anyone",
    users: "user",
    "users, but not by a link": "settings",
    Access: "account",
    Administrator: "administrator",
  };
  const rows = Array.from(section("Pages").matchAll(/^\| (`\/.*`) \|.*\| ([^|]+) \|$/gm));
  const named = rows.flatMap(([, pages = "", admits = ""]) =>
    Array.from(pages.matchAll(/`([^`]+)`/g), ([, page = ""]) => `${page} ${who[admits as keyof typeof who]}`),
  );
  const table = routes.filter(({ admits = "anyone", path }) => admits !== "anyone" || open.includes(path));
  expect(named.toSorted()).toEqual(
    table.map(({ path, admits = "anyone" }) => `${path} ${admits}`).toSorted(),
  );
});

const open = ["/sign-in", "/forgotten-password", "/account/signinwithtoken", "/email-changes/:token"];
