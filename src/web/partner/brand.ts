import { logoFacts } from "../../core/kernel/names/brand.ts";
import { shadesOf } from "../../core/kernel/names/brand-colour.ts";
import { findLogo } from "../../core/partner/logo.ts";
import { logoPath } from "../http/brand.ts";
import { notFoundPage, sendOwnPage } from "../http/errors.tsx";
import type { Route } from "../http/form-route.ts";
import { forAYear } from "../http/web-context.ts";

/** The Partner's picture, named by its content, so that it may be kept for ever. */
export const logo: Route = {
  path: logoPath(":name"),
  async get(c) {
    const name = c.req.param("name") ?? "";
    const bytes = await findLogo(c.var.app, name);
    const { type } = logoFacts(name) ?? {};
    if (!bytes || type === undefined) return sendOwnPage(c, notFoundPage, 404);
    return c.body(Uint8Array.from(bytes), 200, {
      "Content-Type": `image/${type}`,
      "Cache-Control": forAYear,
    });
  },
};

/** What of the pages is coloured, in the colour that its address names. */
export const colours: Route = {
  path: "/brand/colours/:file",
  get(c) {
    const [, colour] = /^([0-9a-f]{6})\.css$/u.exec(c.req.param("file") ?? "") ?? [];
    if (colour === undefined) return sendOwnPage(c, notFoundPage, 404);
    const { light, dark } = shadesOf(`#${colour}`);
    const css = `:root { ${variables(light)} }
@media (prefers-color-scheme: dark) { :root { ${variables(dark)} } }
`;
    return c.body(css, 200, { "Content-Type": "text/css; charset=utf-8", "Cache-Control": forAYear });
  },
};

function variables({ accent, strong, tint }: ReturnType<typeof shadesOf>["light"]): string {
  return `--accent: ${accent}; --accent-strong: ${strong}; --tint: ${tint};`;
}
