import { spawnSync } from "node:child_process";
import process from "node:process";

export interface Account {
  uid: number;
  gid: number;
}

/**
 * The account the server runs under, or undefined when it simply runs under ours. PostgreSQL refuses root, so root
 * needs another one: `postgres`, created where the machine has none. Where accounts cannot be created (a read-only
 * /etc, say) it is `nobody`: shared with other daemons, but present everywhere, and a sandbox holds no real data.
 */
export function findAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const account = usable("postgres") ?? (createPostgresAccount(), usable("postgres")) ?? usable("nobody");
  if (account) return account;
  throw new Error(
    "PostgreSQL refuses to run as root, and neither a postgres nor a nobody account can be used here. " +
      "Start this as an ordinary user.",
  );
}

/** Whether the account can run this command; false as well when the command cannot be started at all. */
export function runsAs(account: Account | undefined, command: string, args: string[]): boolean {
  return spawnSync(command, args, { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}

function usable(name: string): Account | undefined {
  const uid = idOf("-u", name);
  const gid = idOf("-g", name);
  if (!uid || !gid) return undefined;
  const account = { uid, gid };
  // A container without further user ids can name an account and still not switch to it.
  return runsAs(account, "/bin/sh", ["-c", "true"]) ? account : undefined;
}

function idOf(flag: "-u" | "-g", name: string): number | undefined {
  const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
  return status === 0 ? Number.parseInt(stdout, 10) : undefined;
}

function createPostgresAccount(): void {
  const options = ["--system", "--user-group", "--no-create-home", "--shell", "/sbin/nologin"];
  const { status } = spawnSync("useradd", [...options, "postgres"], { stdio: "ignore" });
  if (status !== 0) spawnSync("adduser", ["-S", "-D", "-H", "postgres"], { stdio: "ignore" });
}
