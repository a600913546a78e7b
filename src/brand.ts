import { readFile, stat } from "node:fs/promises";
import { print, type Tool, withDatabase } from "./command-line-tool.ts";
import { readDatabaseConfig } from "./core/config.ts";
import { SetupError } from "./core/kernel/setup-error.ts";
import { loadBrand, logoFacts } from "./core/kernel/names/brand.ts";
import { hint } from "./core/kernel/text/command-hint.ts";
import { logoAtMost, removeLogo, setLogo } from "./core/partner/logo.ts";
import { readEnv } from "./read-env.ts";

const usage = `Usage:
  npm run brand -- show
  npm run brand -- logo <file>
  npm run brand -- no-logo

Under whose name, in which colour and with which logo the pages go out. logo takes a PNG, a JPEG or a WebP of at most 100 KB; it
stands at the top of each page, 36 pixels high, and in the browser's tab where it is square. Name and colour are settings of the
Partner: /cyclr settings.`;

export const brandTool: Tool = {
  usage,
  actions: {
    show: {
      run: () =>
        withDatabase(readDatabaseConfig(readEnv()), async (ctx) => {
          const { name, colour, logo } = await loadBrand(ctx);
          print(`Name: ${name}\nColour: ${colour}\nLogo: ${logo ? sizeOf(logo) : "none"}`);
          print(`Name and colour are changed in the chat: ${hint("settings")}.`);
        }),
    },
    logo: {
      words: ["Name the file of the picture."],
      async run([file = ""]) {
        const bytes = await readPictureFile(file);
        await withDatabase(readDatabaseConfig(readEnv()), async (ctx) => {
          const { width, height } = await setLogo(ctx, bytes);
          print(`The logo, ${width} × ${height} pixels, stands on the pages from now on.`);
        });
      },
    },
    "no-logo": {
      run: () =>
        withDatabase(readDatabaseConfig(readEnv()), async (ctx) =>
          print((await removeLogo(ctx)) ? "The logo is taken off the pages." : "There is no logo."),
        ),
    },
  },
};

function sizeOf(logo: string): string {
  const { type = "", width, height } = logoFacts(logo) ?? {};
  return `${type.toUpperCase()}, ${width} × ${height} pixels`;
}

/** Not read where it is far too large. */
async function readPictureFile(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size <= 100 * logoAtMost) return await readFile(file);
  } catch (cause) {
    throw new SetupError(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  throw new SetupError(`${file} is far too large for a logo of 100 KB.`);
}
