import { print, runTool, type Tool } from "./command-line-tool.ts";
import { runCommandLine, UsageError } from "./run-command-line.ts";

/** The tools of the server's command line, each loaded when it is called: `npm run <name> -- …`. */
const tools: Record<string, () => Promise<Tool>> = {
  migrate: async () => (await import("./migrate.ts")).migrateTool,
  "console-user": async () => (await import("./console-user.ts")).consoleUserTool,
  "api-client": async () => (await import("./api-client.ts")).apiClientTool,
  library: async () => (await import("./library.ts")).libraryTool,
  audit: async () => (await import("./audit.ts")).auditTool,
  brand: async () => (await import("./brand.ts")).brandTool,
  cyclr: async () => (await import("./cyclr.ts")).cyclrTool,
  secrets: async () => (await import("./secrets.ts")).secretsTool,
};

const usage = `Usage: node dist/cli.js <tool> …, where the tool is one of ${Object.keys(tools).join(", ")}. Each explains itself with --help.`;

await runCommandLine(async ([name = "", ...args]) => {
  if (name === "--help" || name === "-h") return print(usage);
  const load = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (!load) throw new UsageError(name ? `There is no tool “${name}”.` : "Say which tool.", usage);
  await runTool(await load(), args);
});
