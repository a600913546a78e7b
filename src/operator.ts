import os from "node:os";
import process from "node:process";
import type { Operator } from "./core/context.ts";

/** Whoever runs a tool on the server's command line, by their name there. */
export function operator(): Operator {
  return { kind: "operator", name: accountName(), surface: "command-line" };
}

// A container may run under a number that has no name.
function accountName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
