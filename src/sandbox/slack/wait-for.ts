import type { Workspace } from "./model/workspace.ts";

export interface WaitOptions {
  timeoutMs?: number;
  what?: string;
}

// For probes that look elsewhere too: at a mailbox, or at a file.
const askEveryMs = 100;

/** Resolves with the probe's first truthy answer, asked now, after every change of the workspace, and now and then. */
export function waitFor<T>(
  workspace: Workspace,
  closing: AbortSignal,
  probe: () => T | undefined | false,
  { timeoutMs = 20_000, what = "what the test waits for" }: WaitOptions = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      clearInterval(asking);
      workspace.events.off("change", ask);
      closing.removeEventListener("abort", stop);
      finish();
    };
    const fail = (error: Error) => settle(() => reject(error));
    const stop = () => fail(new Error(`the sandbox closed before ${what}`));
    const ask = () => {
      try {
        const found = probe();
        if (found) settle(() => resolve(found));
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const timer = setTimeout(() => fail(new Error(`waited ${timeoutMs} ms in vain for ${what}`)), timeoutMs);
    const asking = setInterval(ask, askEveryMs);
    workspace.events.on("change", ask);
    closing.addEventListener("abort", stop);
    ask();
  });
}
