import { fold } from "../text/fold.ts";

const levels = new Map([
  ["admin", true],
  ["administrator", true],
  ["access", false],
  ["user", false],
]);

/** Whether a typed level is Administrator; undefined where it is no level. */
export function isAdministratorWord(text: string): boolean | undefined {
  return levels.get(fold(text));
}
