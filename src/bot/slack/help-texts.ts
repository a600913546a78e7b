import { distance } from "fastest-levenshtein";
import { slash } from "../../core/kernel/text/command-hint.ts";
import { mrkdwn, shorten } from "../../core/kernel/text/mrkdwn.ts";
import type { Command } from "./command.ts";

/** What `/cyclr` and `/cyclr help` say, made from the table of commands: a line for each area. */
export function help(commands: Command[]): string {
  const areas = [...new Set(commands.map(({ area }) => area))];
  const lines = areas.map((area) => {
    const names = commands.filter((command) => command.area === area).map(({ name }) => mrkdwn`\`${name}\``);
    return `*${area}*: ${names.join(" · ")}`;
  });
  const how = mrkdwn`\`${slash} help &lt;command&gt;\` or \`${slash} &lt;command&gt; --help\` shows how a command is written.`;
  const plan =
    "Add `--plan` to a command that changes something to see what it would do. Add `because …` at its end to give the approvers a reason.";
  return [...lines, how, ...(commands.some(({ changes }) => changes) ? [plan] : [])].join("\n");
}

/** How one command is written. */
export function usage({ name, summary, usage, example, needs, takesBesides, changes }: Command): string {
  const lines = usage.map((line) => mrkdwn`• \`${`${slash} ${name} ${line}`.trim()}\``);
  const besides = takesBesides ? mrkdwn` ${takesBesides}` : "";
  const takes = needs ? mrkdwn` Needs \`${needs.replace(":", ": ")}\`.${besides}` : "";
  return [
    `${mrkdwn`*${slash} ${name}*: ${summary}.`}${takes}`,
    ...lines,
    `${mrkdwn`For example: \`${`${slash} ${name} ${example}`.trim()}\``}${changes ? ". Add `--plan` to only look." : ""}`,
  ].join("\n");
}

/** What people call things: the commands that they may mean, the likeliest first. */
const meanings: Record<string, string[]> = {
  revoke: ["revoke-admin", "revoke-invitation"],
  unadmin: ["revoke-admin"],
  demote: ["revoke-admin"],
  downgrade: ["revoke-admin"],
  withdraw: ["revoke-invitation", "cancel"],
  uninvite: ["revoke-invitation"],
  grant: ["grant-admin", "add-accounts"],
  promote: ["grant-admin"],
  elevate: ["grant-admin"],
  admin: ["grant-admin", "admins"],
  administrator: ["grant-admin", "admins"],
  administrators: ["admins"],
  give: ["grant-admin", "add-accounts"],
  make: ["grant-admin", "create-account"],
  remove: ["remove-user", "delete-user"],
  delete: ["delete-user", "delete-account"],
  kick: ["remove-user"],
  take: ["remove-user", "revoke-admin"],
  add: ["invite", "add-accounts"],
  new: ["create-account", "create-user"],
  create: ["create-account", "create-user"],
  onboard: ["invite", "create-account"],
  offboard: ["delete-user", "remove-user"],
  send: ["invite", "resend-invitation"],
  mail: ["invite", "resend-invitation"],
  invitation: ["invitations", "invite"],
  invites: ["invitations"],
  pending: ["invitations", "requests"],
  resend: ["resend-invitation"],
  remind: ["resend-invitation"],
  block: ["suspend", "freeze-console-user"],
  disable: ["suspend", "freeze-console-user"],
  deactivate: ["suspend", "freeze-console-user"],
  lock: ["suspend"],
  pause: ["suspend"],
  freeze: ["freeze-console-user", "suspend"],
  unblock: ["resume", "unfreeze-console-user"],
  enable: ["resume"],
  activate: ["resume"],
  reactivate: ["resume"],
  unlock: ["resume"],
  unpause: ["resume"],
  unsuspend: ["resume"],
  restore: ["resume"],
  unfreeze: ["unfreeze-console-user", "resume"],
  reset: ["reset-password"],
  password: ["reset-password"],
  pw: ["reset-password"],
  show: ["accounts", "user"],
  list: ["accounts", "users"],
  find: ["accounts", "user"],
  search: ["accounts", "user"],
  get: ["account", "user"],
  who: ["whoami", "users"],
  me: ["whoami"],
  member: ["users"],
  members: ["users"],
  people: ["users", "console-users"],
  customer: ["account"],
  customers: ["accounts"],
  tenant: ["account"],
  tenants: ["accounts"],
  team: ["console-users"],
  console: ["console-users", "invite-console-user"],
  permission: ["permissions", "why"],
  rights: ["permissions", "why"],
  access: ["add-accounts", "permissions"],
  may: ["why"],
  deploy: ["marketplace"],
  install: ["marketplace"],
  marketplace: ["marketplace"],
  log: ["audit"],
  logs: ["audit"],
  history: ["audit", "requests"],
  approve: ["requests"],
  approvals: ["requests"],
  deny: ["requests"],
  request: ["requests", "status"],
  retry: ["requests"],
  back: ["undo"],
  revert: ["undo"],
  rollback: ["undo"],
  stop: ["cancel", "suspend"],
  abort: ["cancel"],
  progress: ["status"],
  config: ["settings"],
  edit: ["edit-settings", "edit-marketplace"],
  rename: ["account-settings"],
  change: ["account-settings", "edit-settings"],
  stats: ["dashboard"],
  export: ["report", "audit"],
  csv: ["report"],
  key: ["api-clients"],
  token: ["api-clients"],
  api: ["api-clients"],
  commands: ["help"],
};

/** Whom one would look for among what is spelled alike, and meet the contrary. */
const opposites = [
  ["revoke", "resume"],
  ["suspend", "resume"],
  ["resend", "revoke"],
  ["grant", "revoke"],
  ["freeze", "unfreeze"],
  ["create", "delete"],
  ["add", "remove"],
];

const meant = (word: string): string[] => (Object.hasOwn(meanings, word) ? (meanings[word] ?? []) : []);

/** The commands that a word may mean, the likeliest first; two at most. */
export function suggestions(commands: Command[], word: string): Command[] {
  const asked = word.toLowerCase().replaceAll("_", "-").slice(0, 60);
  const stem = asked.split("-")[0] ?? "";
  const known = [meant(asked), nearest(commands, asked), meant(stem), [stem]].map((names) =>
    names.flatMap((name) => commands.find((command) => command.name === name) ?? []),
  );
  return (known.find((found) => found.length > 0) ?? []).slice(0, 2);
}

function nearest(commands: Command[], asked: string): string[] {
  const near = commands
    .map(({ name }) => ({ name, far: distance(name, asked) }))
    .filter(({ name, far }) => far <= Math.max(1, Math.floor(Math.min(name.length, asked.length) / 3)))
    .filter(({ name }) => !isOpposite(name, asked))
    .toSorted((a, b) => a.far - b.far);
  return near.filter(({ far }) => far === near[0]?.far).map(({ name }) => name);
}

function isOpposite(name: string, asked: string): boolean {
  const [one = "", other = ""] = [name, asked].map((text) => text.split("-")[0]);
  return opposites.some(
    (pair) => one !== other && pair.includes(one) && alike(pair.find((verb) => verb !== one) ?? "", other),
  );
}

const alike = (verb: string, typed: string): boolean => distance(verb, typed) <= 1;

/** What is said of a first word that is no command; `meant` are those that it may mean. */
export function unknownCommand(meantOnes: Command[], word: string): string {
  const found = meantOnes.map(({ name }) => mrkdwn`\`${slash} ${name}\``);
  const meant = found.length > 0 ? ` Did you mean ${found.join(" or ")}?` : "";
  return `${mrkdwn`I don't know “${shorten(word, 40)}”.`}${meant}\n${mrkdwn`\`${slash} help\` lists all commands. Nothing was done.`}`;
}
