import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { routes } from "../../src/web/features.ts";

const root = path.resolve(import.meta.dirname, "../..");
const readme = readFileSync(path.join(root, "README.md"), "utf8");
const pages = readFileSync(path.join(root, "docs/pages.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

test("the README is read in a minute", () => {
  expect(readme.split("\n").length).toBeLessThanOrEqual(121);
});

test("the README's two commands are there to copy", () => {
  const blocks = Array.from(readme.matchAll(/^```sh\n([\s\S]*?)^```/gm), ([, block = ""]) => block).join(
    "\n",
  );
  expect(blocks).toMatch(/^npm ci && npm run demo\b/m);
  expect(blocks).toMatch(/^npm ci && npm test\b/m);
});

test("every npm script that the documents speak of exists", () => {
  const all = ["README.md", ...readdirSync(path.join(root, "docs")).map((name) => `docs/${name}`)];
  const text = all
    .filter((name) => name.endsWith(".md"))
    .map((name) => readFileSync(path.join(root, name), "utf8"));
  const named = Array.from(text.join("\n").matchAll(/npm run ([\w:-]*\w)/g), ([, name = ""]) => name);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test("docs/pages.md names every page of account users once, with whom it admits", () => {
  const who = {
    anyone: "anyone",
    users: "user",
    "users, but not by a link": "settings",
    Access: "account",
    Administrator: "administrator",
  };
  const rows = Array.from(pages.matchAll(/^\| (`\/.*`) \|.*\| ([^|]+) \|$/gm));
  const named = rows.flatMap(([, pages = "", admits = ""]) =>
    Array.from(pages.matchAll(/`([^`]+)`/g), ([, page = ""]) => `${page} ${who[admits as keyof typeof who]}`),
  );
  const table = routes.filter(({ admits = "anyone", path }) => admits !== "anyone" || open.includes(path));
  expect(named.toSorted()).toEqual(
    table.map(({ path, admits = "anyone" }) => `${path} ${admits}`).toSorted(),
  );
});

const open = ["/sign-in", "/forgotten-password", "/account/signinwithtoken", "/email-changes/:token"];
