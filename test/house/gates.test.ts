import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

// A project of the same shape, in which everything is in order.
const clean: Record<string, string> = {
  "package.json": `{\n  "type": "module"\n}\n`,
  "src/core/rule.ts": `export const rule = (text: string): number => text.length;\n`,
  "src/core/app.ts": `import { send } from "./adapters/send.ts";\n\nexport const createApp = () => ({ send });\n`,
  "src/core/adapters/send.ts":
    `import { rule } from "../rule.ts";\n\n` +
    `export async function send(text: string): Promise<number> {\n  return rule(text);\n}\n`,
  "src/main.ts": `import { createApp } from "./core/app.ts";\n\nawait createApp().send("hello");\n`,
  "src/sandbox/demo.ts": `export { run } from "../bot/run.ts";\n`,
  "test/run.test.ts": `import { run } from "../src/sandbox/demo.ts";\n\nexport const ran = run();\n`,
  ...Object.fromEntries(
    ["bot", "worker", "web"].map((part) => [
      `src/${part}/run.ts`,
      `import { rule } from "../core/rule.ts";\n\nexport const run = (): number => rule("${part}");\n`,
    ]),
  ),
};

const targets = {
  bot: "bot/run.ts",
  worker: "worker/run.ts",
  web: "web/run.ts",
  sandbox: "sandbox/demo.ts",
  adapters: "core/adapters/send.ts",
};

/** Which way no import goes: from a file, to the parts. */
const noArrows: [from: string, to: (keyof typeof targets)[]][] = [
  ["src/core/faulty.ts", ["bot", "worker", "web", "sandbox", "adapters"]],
  ["src/core/noun/faulty.ts", ["bot", "worker", "web", "sandbox", "adapters"]],
  ["src/core/adapters/faulty.ts", ["bot", "worker", "web", "sandbox"]],
  ["src/core/app.ts", ["bot", "worker", "web", "sandbox"]],
  ["src/bot/faulty.ts", ["worker", "web", "sandbox", "adapters"]],
  ["src/bot/commands/faulty.ts", ["worker", "web", "sandbox", "adapters"]],
  ["src/worker/faulty.ts", ["bot", "web", "sandbox", "adapters"]],
  ["src/web/faulty.ts", ["bot", "worker", "sandbox", "adapters"]],
  ["src/web/pages/faulty.tsx", ["bot", "worker", "sandbox", "adapters"]],
  ["src/faulty.ts", ["sandbox", "adapters"]],
];

const bans = noArrows.flatMap(([from, parts]) => parts.map((part) => ({ from, part })));

function importing(from: string, part: keyof typeof targets): string {
  const way = path.posix.relative(path.posix.dirname(from), `src/${targets[part]}`);
  return `export * as ${part} from "${way.startsWith(".") ? way : `./${way}`}";\n`;
}

const faults: [what: string, rule: string, source: string][] = [
  ["any", "typescript(no-explicit-any)", "export const faulty = (text: any): number => Number(text);\n"],
  ["a floating promise", "typescript(no-floating-promises)", "fetch('http://127.0.0.1');\n"],
  ["a default export", "import(no-default-export)", "export default function faulty(): void {}\n"],
  [
    "the environment read outside the entries",
    "node(no-process-env)",
    `export const faulty = process.env["PORT"];\n`,
  ],
  ["a barrel", "oxc(no-barrel-file)", `export * from "./rule.ts";\n`],
  ["a file of 301 lines", "eslint(max-lines)", "// a line\n".repeat(300) + "export const faulty = 1;\n"],
];

let project: string;

beforeAll(() => {
  project = mkdtempSync(path.join(os.tmpdir(), "gates-"));
  for (const file of [".oxlintrc.json", ".oxfmtrc.json", "tsconfig.json"])
    cpSync(path.join(root, file), path.join(project, file));
  symlinkSync(path.join(root, "node_modules"), path.join(project, "node_modules"));
  write(clean);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

test("npm run verify holds format, lint, types and tests, and each of them runs its tool on everything", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  expect(scripts).toMatchObject({
    verify: "npm run format:check && npm run lint && npm run types && npm test",
    "format:check": "oxfmt --check",
    lint: "oxlint",
    types: "tsc -p tsconfig.json && tsc -p src/sandbox/browser/client",
    test: "vitest run",
  });
});

test("a project in order passes every gate", () => {
  expect(run("oxlint")).toMatchObject({ code: 0 });
  expect(run("oxfmt", "--check")).toMatchObject({ code: 0 });
  expect(run("tsc", "-p", "tsconfig.json")).toMatchObject({ code: 0 });
});

describe("lint refuses", () => {
  let found: Finding[];
  const files = Object.fromEntries(
    faults.map(([, , source], index) => [`src/core/fault-${index}.ts`, source]),
  );
  const cycle = {
    "src/core/one.ts": `import { two } from "./two.ts";\n\nexport const one = (): number => two();\n`,
    "src/core/two.ts": `import { one } from "./one.ts";\n\nexport const two = (): number => one();\n`,
  };
  const arrows = Object.fromEntries(
    bans.map(({ from, part }) => [nameOf(from, part), importing(from, part)]),
  );

  beforeAll(() => {
    // core/app.ts has rules of its own, which hang on its name: it is made faulty itself, by each arrow in turn.
    const app = bans.filter(({ from }) => from === "src/core/app.ts");
    const appSource = app.map(({ from, part }) => importing(from, part)).join("");
    const faulty = { ...files, ...cycle, ...arrows, "src/core/app.ts": appSource };
    found = withFiles(faulty, lint);
  });

  test.each(faults.map(([what, rule], index) => ({ what, rule, file: `src/core/fault-${index}.ts` })))(
    "$what",
    ({ rule, file }) => {
      expect(rulesIn(found, file)).toEqual([rule]);
    },
  );

  test("a cycle of imports", () => {
    expect(rulesIn(found, "src/core/one.ts")).toEqual(["import(no-cycle)"]);
  });

  test.each(bans)("an import of $part in $from", ({ from, part }) => {
    const specifier = importing(from, part).split('"')[1] ?? "";
    const refused = found.filter(
      ({ filename, code }) => filename === nameOf(from, part) && code === arrowRule,
    );
    expect(refused.some(({ message }) => message.includes(specifier))).toBe(true);
  });
});

const arrowRule = "eslint(no-restricted-imports)";

test("an error of types is refused", () => {
  const { code, out } = withFiles({ "src/core/faulty.ts": `export const faulty: number = "text";\n` }, () =>
    run("tsc", "-p", "tsconfig.json"),
  );
  expect(code).not.toBe(0);
  expect(out).toMatch(/^src\/core\/faulty\.ts\(1,14\): error TS2322/m);
});

test("another format is refused", () => {
  const { code, out } = withFiles({ "src/core/faulty.ts": "export const faulty = 'text'\n" }, () =>
    run("oxfmt", "--check"),
  );
  expect(code).not.toBe(0);
  expect(out).toContain("src/core/faulty.ts");
});

interface Finding {
  code: string;
  severity: string;
  filename: string;
  message: string;
}

function lint(): Finding[] {
  const { code, out } = run("oxlint", "--format=json");
  expect(code).not.toBe(0);
  return (JSON.parse(out) as { diagnostics: Finding[] }).diagnostics;
}

/** Only what fails the gate counts. */
function rulesIn(found: Finding[], file: string): string[] {
  const here = found.filter(({ filename, severity }) => filename === file && severity === "error");
  return [...new Set(here.map(({ code }) => code))];
}

function nameOf(from: string, part: string): string {
  return from.endsWith("/app.ts") ? from : from.replace("faulty", `faulty-${part}`);
}

function run(tool: string, ...args: string[]): { code: number | null; out: string } {
  const program = path.join(root, "node_modules", ".bin", tool);
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: project, encoding: "utf8" });
  return { code: status, out: stdout + stderr };
}

function write(files: Record<string, string>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    writeFileSync(path.join(project, file), content);
  }
}

function withFiles<Result>(files: Record<string, string>, work: () => Result): Result {
  write(files);
  try {
    return work();
  } finally {
    for (const file of Object.keys(files)) rmSync(path.join(project, file));
    write(clean);
  }
}
