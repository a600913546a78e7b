import { ownColour } from "../../core/kernel/names/brand-colour.ts";
import type { Route } from "./form-route.ts";
import { forAYear } from "./web-context.ts";

const place = "/assets/icon.svg";

/** The letter that stands for a name, in a browser's tab and at the top of each page. */
export function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter("en", { granularity: "grapheme" }).segment(name.trim());
  return first?.segment.toUpperCase() ?? "";
}

export function iconPath(letter: string, colour: string): string {
  return `${place}?of=${encodeURIComponent(letter)}&in=${colour.slice(1)}`;
}

/** The picture of a letter in a colour, both of which its address names, so that it may be kept for ever. */
export const icon: Route = {
  path: place,
  get(c) {
    const letter = firstLetter(c.req.query("of") ?? "").slice(0, 16);
    const given = `#${c.req.query("in") ?? ""}`;
    const colour = /^#[0-9a-f]{6}$/u.test(given) ? given : ownColour;
    return c.body(picture(letter, colour), 200, {
      "Content-Type": "image/svg+xml; charset=utf-8",
      "Cache-Control": forAYear,
    });
  },
};

function picture(letter: string, colour: string): string {
  const text = letter.replace(/[&<>]/gu, (sign) => `&#${sign.codePointAt(0)};`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${colour}"/><text x="16" y="22.5" text-anchor="middle" font-family="system-ui, sans-serif" font-size="18" font-weight="600" fill="#fff">${text}</text></svg>`;
}
