import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { connect } from "node:net";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { startDemo } from "../../src/sandbox/demo/console-commands.ts";
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
    const code = await program.end;
    // First, since it shows where the story ended.
    expect(program.output()).toContain("The story went as told.");
    expect(code).toBe(0);
    expect(program.output()).not.toMatch(/\/[\w-]{43}\b/);
    expect(await descendantsLeft(program.child.pid ?? 0)).toEqual([]);
  });

  test("plays the stories of Cyclr's cloud, and all others in front of it, with --connected, and leaves no process", async () => {
    const program = startProgram("--script", "--connected");
    const code = await program.end;
    expect(program.output()).toContain("The story went as told.");
    expect(program.output()).toContain("1. Cyclr is away");
    expect(code).toBe(0);
    expect(await descendantsLeft(program.child.pid ?? 0)).toEqual([]);
  });

  test("has Cyclr's cloud at its prompt with --connected, with its faults", async () => {
    const program = startProgram("--new", "--connected", "--prompt");
    await until(() => program.output().includes("Everything runs"));
    program.child.stdin.write("cloud\n");
    await until(() => program.output().includes("Wren & Söhne / Köln (Wren Söhne 1) · jo wren"));
    program.child.stdin.write("cloud refusing\nas olivia\n/cyclr account-settings harbour name Harbour\n");
    await until(() => program.output().includes("Not done in Cyclr's cloud"));
    program.child.stdin.write("cloud back\npress Retry\n");
    await until(() => program.output().includes("In Cyclr: done"));
    program.child.stdin.write("cloud rename harbour=Harbour Group\n/cyclr sync\n");
    await until(() => program.output().includes("1 difference"));
    program.child.stdin.write("quit\n");
    expect(await program.end).toBe(0);
    expect(await descendantsLeft(program.child.pid ?? 0)).toEqual([]);
  });

  test("takes commands at its prompt, and stops cleanly on Ctrl-C, leaving no process", async () => {
    const program = startProgram("--new");
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

  test("ends when the shell that started it does, as npm's does on SIGTERM", async () => {
    const words = [process.execPath, "dist/sandbox/demo.js", "--script"];
    const shell = spawn("sh", ["-c", `"$0" "$1" "$2" & echo $!; wait`, ...words], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    let output = "";
    shell.stdout.on("data", (chunk) => (output += String(chunk)));
    await until(() => output.includes("Starting PostgreSQL"));
    const pid = Number.parseInt(output, 10);
    shell.kill("SIGTERM");
    await until(() => output.includes("Stopping"));
    await until(async () => !(await readdir("/proc")).includes(String(pid)));
    expect(await descendantsLeft(pid)).toEqual([]);
  });

  test.each(["SIGINT", "SIGKILL"] as const)(
    "shows its page with --page, and leaves no process after %s",
    async (signal) => {
      const program = startProgram("--page", "--new");
      await until(() => program.output().includes("Ctrl-C ends it."));
      const [, url = ""] = /in your browser:\s+(\S+)/.exec(program.output()) ?? [];
      expect((await fetch(url)).status).toBe(200);
      const before = await descendantsLeft(program.child.pid ?? 0);
      expect(before.length).toBeGreaterThan(1);
      program.child.kill(signal);
      expect(await program.end).toBe(signal === "SIGINT" ? 0 : null);
      const pids = before.map((one) => Number.parseInt(one, 10));
      await until(async () => {
        const running = await readdir("/proc");
        return !pids.some((pid) => running.includes(String(pid)));
      });
    },
  );

  test("says what it does not understand", async () => {
    const program = startProgram("--scrpt");
    expect(await program.end).toBe(1);
    expect(program.output()).toContain("--script");
  });
});

test.each(["http", "socket"] as const)("its servers listen on loopback only, by %s", async (mode) => {
  const database = await cloneDatabase();
  const demo = await startDemo({ mode, databaseUrl: database.url }, { LOG_LEVEL: "silent" });
  const { PUBLIC_URL = "", SLACK_API_URL = "", SMTP_URL = "" } = demo.env;
  const named = [PUBLIC_URL, SLACK_API_URL, SMTP_URL].map((url) => Number(new URL(url).port));
  const ports = [...Object.values(demo.ports), ...named];
  // What listens on every address is reached at this one as well.
  const reached = await Promise.all(
    ["127.0.0.1", "127.0.0.2"].flatMap((host) => ports.map((port) => connects(host, port))),
  );
  expect(reached).toEqual([...ports.map(() => true), ...ports.map(() => false)]);
  await demo.stop();
  await database.drop();
});

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => resolve(true)).on("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

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
