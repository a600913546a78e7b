import type { SlackContext } from "../slack-context.ts";

/** The text as an app gets it with "Escape channels, users, and links" switched on. */
export function escapeCommandText(ctx: SlackContext, text: string): string {
  const users = new Map(ctx.workspace.users.all().map((user) => [user.name, user.id]));
  const channels = new Map(ctx.workspace.channels.all().map((channel) => [channel.name, channel.id]));
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/https?:\/\/[^\s|]+/g, (url) => `<${url}>`)
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, (email) => `<mailto:${email}|${email}>`)
    .replace(/(^|\s)@([\w.-]+)/g, (whole, before: string, name: string) => {
      const id = users.get(name);
      return id ? `${before}<@${id}|${name}>` : whole;
    })
    .replace(/(^|\s)#([\w-]+)/g, (whole, before: string, name: string) => {
      const id = channels.get(name);
      return id ? `${before}<#${id}|${name}>` : whole;
    });
}
