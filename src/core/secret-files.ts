import { readFileSync } from "node:fs";

type Env = Record<string, string | undefined>;

interface Fault {
  /** The variable that is not known because of it. */
  name: string;
  sentence: string;
}

/**
 * The environment, with what NAME_FILE points to as NAME, as Docker, Kubernetes and systemd hand secrets over. A sentence names
 * variable and path where that cannot be; never a word of the content.
 */
export function withSecretFiles(env: Env, names: readonly string[]): { given: Env; faults: Fault[] } {
  const given = { ...env };
  const faults: Fault[] = [];
  for (const name of names) {
    const path = env[`${name}_FILE`]?.trim();
    if (!path) continue;
    if (env[name]?.trim()) {
      faults.push({ name, sentence: `${name} and ${name}_FILE are both set: leave one of them out` });
      continue;
    }
    try {
      given[name] = readFileSync(path, "utf8").replace(/\r?\n$/u, "");
      if (!given[name]?.trim()) faults.push({ name, sentence: `${name}_FILE names ${path}, which is empty` });
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code ?? "no reason";
      faults.push({ name, sentence: `${name}_FILE names ${path}, which cannot be read (${why})` });
    }
  }
  return { given, faults };
}
