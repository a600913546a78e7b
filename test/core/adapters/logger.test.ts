import { expect, test } from "vitest";
import { createLogger } from "../../../src/core/adapters/logger.ts";

test("a login that Redis refuses is logged without its password", () => {
  let line = "";
  const log = createLogger("info", { write: (text) => void (line += text) });
  const command = { name: "hello", args: ["3", "AUTH", "default", "hunter2"] };
  const refused = Object.assign(new Error("WRONGPASS invalid username-password pair"), { command });
  log.error({ err: refused }, "Redis does not answer");
  log.error({ err: new AggregateError([refused], "all failed") }, "Redis does not answer");
  expect(line).toContain("WRONGPASS");
  expect(line).not.toContain("hunter2");
});
