import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { commands } from "../../src/bot/features.ts";
import type { Command } from "../../src/bot/slack/command.ts";
import { configSchema, type ConfigVariable } from "../../src/core/config.ts";
import { configWords } from "./config-words.ts";

const docs = path.resolve(import.meta.dirname, "../../docs");

/** The parts of the documents that are made from the program: their file, and their text now. */
const parts: Record<string, { file: string; made: () => string }> = {
  commands: { file: "commands.md", made: commandsPart },
  configuration: { file: "configuration.md", made: configurationPart },
  decisions: { file: "decisions/README.md", made: decisionsPart },
};

/** Each document that has such a part, as it is to be: what people wrote round it stays. */
export const documents = Object.entries(parts).map(([name, { file, made }]) => {
  const at = path.join(docs, file);
  const [begin, end] = [`<!-- made by npm run docs: ${name} -->`, "<!-- end -->"];
  const [before = "", rest] = readFileSync(at, "utf8").split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`docs/${file} has lost ${begin} or ${end}`);
  return { file: `docs/${file}`, at, text: `${before}${begin}\n\n${made()}\n\n${end}${after}` };
});

function configurationPart(): string {
  const rows = Object.entries(configWords).map(
    ([name, words]) => `| \`${name}\` | ${words} | ${configDefault(name as ConfigVariable)} |`,
  );
  return ["| variable | what | default |", "| --- | --- | --- |", ...rows].join("\n");
}

/** What holds where the variable is not set: a value, "unset", or that it is required. */
function configDefault(name: ConfigVariable): string {
  const { success, data } = configSchema[name].safeParse(undefined);
  if (!success) return "required";
  if (data === undefined) return "unset";
  return typeof data === "object" ? "the default there" : `${data as string | number | boolean}`;
}

function commandsPart(): string {
  const rows = commands.map(
    ({ name, summary, needs }) => `| [\`${name}\`](#${name}) | ${summary} | ${needsWords(needs)} |`,
  );
  const table = ["| command | what for | needs |", "| --- | --- | --- |", ...rows].join("\n");
  return [table, ...commands.map(commandSection)].join("\n\n");
}

function needsWords(needs: string | undefined): string {
  return needs ? `\`${needs.replace(":", ": ")}\`` : "everyone";
}

function commandSection({ name, summary, usage, example, takesBesides, forms }: Command): string {
  const picture = `pictures/form-${name}.webp`;
  const lines = [
    ...usage.map((one) => `/cyclr ${name} ${one}`.trim()),
    "",
    `e.g. /cyclr ${name} ${example}`.trim(),
  ];
  return [
    `## ${name}`,
    `${summary.replace(/^./u, (first) => first.toUpperCase())}.${takesBesides ? ` ${takesBesides}` : ""}`,
    `\`\`\`text\n${lines.join("\n")}\n\`\`\``,
    ...(forms?.length && existsSync(path.join(docs, picture)) ? [`![The form of ${name}](${picture})`] : []),
  ].join("\n\n");
}

function decisionsPart(): string {
  const files = readdirSync(path.join(docs, "decisions")).filter((name) => /^\d.*\.md$/u.test(name));
  const rows = files.toSorted().map((name) => {
    const [, title] = /^# (.*)$/mu.exec(readFileSync(path.join(docs, "decisions", name), "utf8")) ?? [];
    return `- ${name.slice(0, 10)}: [${title}](${name})`;
  });
  return [...rows, "- [Libraries, and why](libraries.md)"].join("\n");
}
