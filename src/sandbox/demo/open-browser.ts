import { spawn } from "node:child_process";

interface Machine {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  /** Somebody reads what is printed. */
  isTerminal: boolean;
}

/** What opens an address in this person's browser; undefined where nobody sits before a screen: over SSH, in CI, in a pipe. */
export function browserCommand(url: string, { platform, env, isTerminal }: Machine): string[] | undefined {
  if (!isTerminal || env["CI"] || env["SSH_CONNECTION"] || env["SSH_TTY"]) return undefined;
  if (platform === "darwin") return ["open", url];
  // `start` takes a first argument in quotes for a title.
  if (platform === "win32") return ["cmd", "/c", "start", '""', url];
  return env["DISPLAY"] || env["WAYLAND_DISPLAY"] ? ["xdg-open", url] : undefined;
}

/** Where that is possible; a machine without such a program is none. */
export function openBrowser(url: string, machine: Machine): void {
  const [program, ...rest] = browserCommand(url, machine) ?? [];
  if (!program) return;
  const opened = spawn(program, rest, { stdio: "ignore", detached: true });
  opened.on("error", () => undefined).unref();
}
