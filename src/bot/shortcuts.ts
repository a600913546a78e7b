import { z } from "zod";
import { grantAdmin } from "./memberships/grant-admin.ts";
import { invite } from "./invitations/invite.ts";
import { createUser } from "./users/create-user.ts";
import { resetPassword } from "./users/reset-password.ts";
import { user } from "./users/user.ts";
import type { Command, Form } from "./slack/command.ts";
import { dropHints } from "../core/kernel/text/command-hint.ts";

/** The message shortcut “Invite the addresses in this message”. */
export const inviteFromMessage = "invite-addresses";

/** Slack's own menu opens these forms from anywhere; the app's manifest lists the same. */
export const shortcutForms: Record<string, Form> = Object.fromEntries(
  [invite, createUser, grantAdmin, user, resetPassword].flatMap(({ name, forms: [form] = [] }: Command) =>
    form ? [[`form-${name}`, form] as const] : [],
  ),
);

const address = /[\p{L}\p{N}.!#$%&'*+/=?^_`{}~-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const addressesAtMost = 500;

/** What the form of invitations is filled with of a message: each address once, wherever in it it stands. */
export function addressesIn(message: object): Record<string, string> {
  dropHints(message);
  const found = new Map<string, string>();
  for (const text of seenIn(message))
    for (const [each] of text.replace(/<mailto:[^|>]*\|([^>]*)>/gu, " $1 ").matchAll(address))
      found.set(each.toLowerCase(), each);
  const all = [...found.values()].slice(0, addressesAtMost);
  const [one = "", ...others] = all;
  if (one === "") return { notice: "This message holds no e-mail address. Type the addresses here." };
  return others.length > 0 ? { addresses: all.join("\n") } : { email: one };
}

const shown = z.object({
  text: z.string().catch(""),
  blocks: z.array(z.unknown()).catch([]),
  attachments: z.array(z.unknown()).catch([]),
});
const attached = shown.extend({
  pretext: z.string().catch(""),
  title: z.string().catch(""),
  fields: z.array(z.object({ title: z.string().catch(""), value: z.string().catch("") })).catch([]),
});

/**
 * What people see of a message, and nothing that its sender has hidden in it: the text beside blocks is for notifications, and
 * an attachment's fallback for those that show none.
 */
function seenIn(message: unknown): string[] {
  const { text, blocks, attachments } = shown.parse(message);
  return [
    ...(blocks.length > 0 ? blocks.flatMap(textsIn) : [text]),
    ...attachments.flatMap(seenInAttachment),
  ];
}

function seenInAttachment(given: unknown): string[] {
  const read = attached.safeParse(given).data;
  if (!read) return [];
  const { text, blocks, pretext, title, fields } = read;
  if (blocks.length > 0) return blocks.flatMap(textsIn);
  return [pretext, title, text, ...fields.flatMap((field) => [field.title, field.value])];
}

/** Of a block: every text in it, whatever it stands in. The value of a button or an option is for the app alone. */
function textsIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(textsIn);
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([name, inside]) =>
    typeof inside === "string" ? (name === "text" ? [inside] : []) : textsIn(inside),
  );
}
