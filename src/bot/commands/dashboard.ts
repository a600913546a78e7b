import type { Command } from "../command.ts";
import { showDashboard } from "../dashboard-blocks.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";

/** Has nothing to fill in: it shows the same as the command, and what it shows can be brought up to date. */
const form: Form = {
  name: "dashboard",
  title: "Dashboard",
  view: async (ctx) => ({ submit: plain("Refresh"), blocks: (await showDashboard(ctx)).blocks.slice(1) }),
  async submit(ctx) {
    const { text, blocks } = await showDashboard(ctx);
    return { text, blocks: blocks.slice(1), instead: true };
  },
};

export const dashboard: Command = {
  name: "dashboard",
  area: "Everyone",
  summary:
    "how many Accounts, users, invitations, deployments, cycles and requests there are, and how that changes",
  usage: [""],
  example: "",
  forms: [form],

  async run({ context, say }) {
    const { text, blocks } = await showDashboard(await context());
    await say(text, blocks);
  },
};
