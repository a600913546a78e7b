import { spawnSync } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { describe, expect, test } from "vitest";

const deploy = path.resolve(import.meta.dirname, "../../deploy");

/** Whether this program is here; says loudly what goes untested where it is not. */
function has(program: string, where: string): boolean {
  const found = spawnSync(program, ["--version"]).status === 0;
  if (!found) process.stderr.write(`\n  SKIPPED: no ${program} found: ${where}\n\n`);
  return found;
}

function ran(program: string, ...words: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: deploy, encoding: "utf8" });
  return { status, said: stdout + stderr };
}

describe.runIf(has("promtool", "install Debian's prometheus to check the alerts with it"))("promtool", () => {
  test("takes the rules", () => {
    expect(ran("promtool", "check", "rules", "prometheus/alerts.yml")).toMatchObject({ status: 0 });
  });

  test("sees each alert fire in its trouble, and at no other time", () => {
    expect(ran("promtool", "test", "rules", "prometheus/alerts.test.yml")).toMatchObject({ status: 0 });
  });

  test("takes the scrape configuration", () => {
    expect(ran("promtool", "check", "config", "--syntax-only", "prometheus/prometheus.yml")).toMatchObject({
      status: 0,
    });
  });
});

describe.runIf(has("systemd-analyze", "systemd's units are checked where it is"))("systemd-analyze", () => {
  test.each(["cyclr-access.service", "cyclr-access@.service", "cyclr-access-migrate.service"])(
    "takes %s",
    (unit) => {
      const { status, said } = ran("systemd-analyze", "verify", `systemd/${unit}`);
      // Whatever else stands on this machine is not ours.
      const ours = said
        .split("\n")
        .filter((line) => line.includes(unit) && !line.includes("is not executable"));
      expect([status, ours]).toEqual([0, []]);
    },
  );
});
