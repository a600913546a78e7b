import type { LogoFacts } from "../../core/kernel/names/brand.ts";

/** Where the Partner's picture is, by the name that tells its content, so that it may be kept for ever. */
export const logoPath = (name: string) => `/brand/logo/${name}`;

/** Square enough for a browser's tab. */
export const isSquare = ({ width, height }: LogoFacts) =>
  Math.max(width, height) <= 1.25 * Math.min(width, height);

const logoHeight = 36;
const logoWidthAtMost = 220;

/** Its sides on a page, in pixels: told beforehand, so that nothing moves when it has come. */
export function drawnAt({ width, height }: LogoFacts): { width: number; height: number } {
  const scale = Math.min(logoHeight / height, logoWidthAtMost / width);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** The stylesheet of a colour. */
export const coloursPath = (colour: string) => `/brand/colours/${colour.slice(1)}.css`;
