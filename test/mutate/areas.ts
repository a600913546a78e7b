import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

export interface Area {
  /** Folders and files of `src` that guard rights and effects. */
  sources: string[];
  /** Files of `test` that are the most likely to notice something. */
  near: string[];
  /** Folders and files of `test` that are held against each of them, besides those that import it. */
  tests: string[];
}

/** What each act writes, and for whom it waits; held against every area, since all of them do. */
const acts = ["core/written", "core/one-at-a-time.test.ts", "core/changed-while-waiting.test.ts"];

/** Where a mistake gives somebody a right, or does an effect twice or never. */
export const areas: Record<string, Area> = {
  requests: {
    sources: ["core/requests", "core/kernel/requests"],
    near: [
      "core/written/lives-of-requests.test.ts",
      "core/written/refusals.test.ts",
      "core/requests/last-request.test.ts",
      "core/kernel/requests/approve-request.test.ts",
      "core/kernel/requests/run-request.test.ts",
      "core/kernel/requests/ended-meanwhile.test.ts",
    ],
    tests: [...acts, "core/requests", "core/kernel/requests"],
  },
  rights: {
    sources: ["core/kernel/access", "core/kernel/levels"],
    near: [
      "core/kernel/access/access-refusal.test.ts",
      "core/console-users/permissions.test.ts",
      "core/written/refusals.test.ts",
      "core/memberships/give-back.test.ts",
      "core/kernel/levels/work-in-account.test.ts",
      "core/kernel/levels/level.test.ts",
      "core/one-at-a-time.test.ts",
    ],
    tests: [...acts, "core/kernel/access", "core/kernel/levels", "core/kernel/requests", "core/memberships"],
  },
  outbox: {
    sources: ["core/kernel/outbox", "core/kernel/secrets"],
    near: [
      "core/kernel/outbox/send-mailing.test.ts",
      "core/kernel/outbox/lease.test.ts",
      "core/kernel/outbox/recover.test.ts",
      "core/kernel/secrets/seal.test.ts",
      "core/kernel/secrets/password.test.ts",
      "core/written/lives-of-requests.test.ts",
    ],
    tests: [...acts, "core/kernel/outbox", "core/kernel/secrets", "core/kernel/requests"],
  },
  "console-users": {
    sources: ["core/console-users"],
    near: [
      "core/written/console-users.test.ts",
      "core/console-users/console-invitation.test.ts",
      "core/console-users/console-invitation-again.test.ts",
      "core/console-users/identify-caller.test.ts",
    ],
    tests: [...acts, "core/console-users", "core/links-at-the-write.test.ts"],
  },
  users: {
    sources: ["core/users"],
    near: [
      "core/written/users.test.ts",
      "core/users/temporary-password.test.ts",
      "core/links-at-the-write.test.ts",
      "core/users/create-user.test.ts",
    ],
    tests: [...acts, "core/users", "core/links-at-the-write.test.ts"],
  },
  invitations: {
    sources: ["core/invitations"],
    near: [
      "core/written/invitations.test.ts",
      "core/invitations/list-invitations.test.ts",
      "core/requests/last-request.test.ts",
      "core/invitations/accept-invitation.test.ts",
      "core/invitations/invite-many.test.ts",
    ],
    tests: [
      ...acts,
      "core/invitations",
      "core/links-at-the-write.test.ts",
      "core/memberships",
      "web/accept-invitation.test.ts",
    ],
  },
  memberships: {
    sources: ["core/memberships"],
    near: [
      "core/written/grants-and-values.test.ts",
      "core/memberships/last-administrator.test.ts",
      "core/memberships/temporary-administrator.test.ts",
      "core/memberships/temporary-in-account.test.ts",
    ],
    tests: [...acts, "core/memberships"],
  },
  values: {
    sources: ["core/values"],
    near: [
      "core/written/grants-and-values.test.ts",
      "core/values/values.test.ts",
      "core/values/value-links-at-the-write.test.ts",
    ],
    tests: [...acts, "core/values", "web/values.test.ts"],
  },
  sessions: {
    sources: ["core/kernel/sessions", "core/kernel/links", "web/http", "web/users"],
    near: [
      "core/written/users.test.ts",
      "web/sign-in.test.ts",
      "web/sign-in-with-token.test.ts",
      "web/set-password.test.ts",
      "web/http/rate-limits.test.ts",
      "web/page-matrix.test.ts",
    ],
    tests: [
      ...acts,
      "core/kernel/sessions",
      "core/kernel/links",
      "core/links-at-the-write.test.ts",
      "web/http",
      "web/sign-in.test.ts",
      "web/sign-in-limits.test.ts",
      "web/sign-in-with-token.test.ts",
      "web/forgotten-password.test.ts",
      "web/set-password.test.ts",
      "web/own-settings.test.ts",
      "web/console.test.ts",
      "web/page-matrix.test.ts",
      "web/every-page.test.ts",
      "web/accept-invitation.test.ts",
      "web/accept-form-errors.test.ts",
      "web/closed-invitations.test.ts",
      "web/console-invitation.test.ts",
      "web/values.test.ts",
      "web/hostile-input.test.ts",
      "web/account-administration.test.ts",
      "web/api",
    ],
  },
};

/** What is said and shown guards nothing. */
const shown =
  /-(?:card|words|note|label|fields|listing|mail|mailing|grid)\.tsx?$|\/(?:list|page|explain)-[\w-]+\.tsx?$/u;

/** The sources of an area, as paths from the root. */
export async function sourcesOf({ sources }: Area): Promise<string[]> {
  const files = await filesIn("src", sources);
  return files.filter((file) => /\.tsx?$/u.test(file) && !shown.test(file));
}

/** How many of those that import a source come before all others. */
const firstOfImporting = 3;

/** The test files for one source: some that import it and those nearest to its area first, then whatever else is held against it. */
export async function testsFor(source: string, { near, tests }: Area): Promise<string[]> {
  const all = (await filesIn("test", ["core", "web", "bot", "adapters"])).filter(isTest);
  const name = `/${path.basename(source)}"`;
  const importing: string[] = [];
  for (const file of all) if ((await readFile(file, "utf8")).includes(name)) importing.push(file);
  const nearest = near.map((file) => path.join("test", file));
  const others = (await filesIn("test", tests)).filter(isTest);
  return [...new Set([...importing.slice(0, firstOfImporting), ...nearest, ...importing, ...others])];
}

const isTest = (file: string) => file.endsWith(".test.ts");

async function filesIn(root: string, names: string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const at = path.join(root, name);
      if (/\.tsx?$/u.test(name)) return [at];
      const inside = await readdir(at, { recursive: true, withFileTypes: true });
      return inside.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name));
    }),
  );
  return found.flat().toSorted();
}
