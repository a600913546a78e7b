import process from "node:process";
import { ConfigError } from "./core/config.ts";

/** The environment, completed by a `.env` in the working directory where there is one; what is set already wins. */
export function readEnv(): Record<string, string | undefined> {
  try {
    process.loadEnvFile();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") throw new ConfigError(`.env cannot be read: ${message}`, { cause: error });
  }
  // oxlint-disable-next-line node/no-process-env -- the one place where the program meets its environment
  return process.env;
}
