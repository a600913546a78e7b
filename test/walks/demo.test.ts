import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { startDemo } from "../../src/sandbox/demo/start-demo.ts";
import { playStory } from "../../src/sandbox/demo/story.ts";
import { cloneDatabase } from "../support/test-database.ts";
import { until } from "../support/until.ts";

function startProgram(...args: string[]) {
  const child = spawn(process.execPath, ["dist/sandbox/demo.js", ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const end = once(child, "exit").then(([code]) => code as number | null);
  return { child, end, output: () => output };
}

describe("npm run demo", () => {
  test("plays its story to the end with --script, and leaves no process", async () => {
    const program = startProgram("--script", "--socket");
    expect(await program.end).toBe(0);
    expect(program.output()).toContain("The story went as told.");
    expect(program.output()).not.toMatch(/\/[\w-]{43}\b/);
    expect(await descendantsLeft(program.child.pid ?? 0)).toEqual([]);
  });

  test("takes commands at its prompt, and stops cleanly on Ctrl-C, leaving no process", async () => {
    const program = startProgram();
    await until(() => program.output().includes("Everything runs"));
    program.child.stdin.write("/cyclr invite new.user@acme.example to acme as admin\n");
    await until(() => program.output().includes("This needs approval"));
    program.child.stdin.write("as mona\npress Approve\n");
    await until(() => program.output().includes("[mail to new.user@acme.example]"));
    program.child.stdin.write("mail\nas vera\n/cyclr invite\nas nobody\n");
    await until(() => program.output().includes("Nobody here is called “nobody”"));
    await until(() => program.output().includes("users: edit"));
    expect(program.output()).toMatch(/http:\/\/127\.0\.0\.1:\d+\/invitations\/[\w-]{43}/);
    program.child.kill("SIGINT");
    expect(await program.end).toBe(0);
    expect(await descendantsLeft(program.child.pid ?? 0)).toEqual([]);
  });

  test("says what it does not understand", async () => {
    const program = startProgram("--scrpt");
    expect(await program.end).toBe(1);
    expect(program.output()).toContain("--script");
  });
});

test("the story ends at the first step that differs", async () => {
  const database = await cloneDatabase();
  const demo = await startDemo({ mode: "http", databaseUrl: database.url }, { LOG_LEVEL: "silent" });
  await demo.app.db.consoleUser.update({
    where: { emailKey: "vera@northwind.example" },
    data: { fullAccess: true },
  });
  await expect(playStory(demo, () => undefined)).rejects.toThrow(/what vera is told: expected/);
  await demo.stop();
  await database.drop();
});

/** Processes that name this one as their parent or group; PostgreSQL's own carry its data folder's name. */
async function descendantsLeft(pid: number): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (one) => {
      const stat = await readFile(`/proc/${one}/stat`, "utf8").catch(() => "");
      const [, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return parent === String(pid) || group === String(pid) ? [`${one} ${stat.slice(0, 60)}`] : [];
    }),
  );
  return found.flat();
}
