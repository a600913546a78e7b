import { html } from "hono/html";
import type { MailBrand } from "../names/brand.ts";
import { resolveHints } from "../text/command-hint.ts";

const mark = "\u200B";

/**
 * Words that a mail program makes no link of: people put `acme.example/pay` or `https://…` into names, and a mail of ours would
 * carry it to others. What breaks it is not seen, and is taken away again where somebody types what they copied.
 */
export function unlinked(text: string): string {
  return text.replace(/:(?=\/\/)|(?<=[\p{L}\p{N}_-])\.(?=[\p{L}\p{N}])/gu, (sign) => `${sign}${mark}`);
}

export interface Letter {
  title: string;
  paragraphs: string[];
  action?: { label: string; link: string };
  closing: string[];
  /** Whose mail it is, as its HTML begins and is coloured. */
  brand: MailBrand;
  /** IANA name of the zone in which its reader reads times. */
  timeZone: string;
}

/** A letter as plain text and as HTML that says the same; all text is escaped, and has no link but the action's. */
export async function letter(given: Letter): Promise<{ text: string; html: string }> {
  const readable = (text: string): string => unlinked(resolveHints(text, given.timeZone));
  const content = {
    ...given,
    title: readable(given.title),
    brand: { ...given.brand, name: readable(given.brand.name) },
    paragraphs: given.paragraphs.map(readable),
    closing: given.closing.map(readable),
  };
  return { text: asText(content), html: await asHtml(content) };
}

function asText({ paragraphs, action, closing }: Letter): string {
  const link = action ? [`${action.label}:\n${action.link}`] : [];
  return [...paragraphs, ...link, ...closing].map((part) => `${part}\n`).join("\n");
}

async function asHtml({ title, paragraphs, action, closing, brand }: Letter): Promise<string> {
  const button = action
    ? html`<p style="margin:24px 0">
          <a
            href="${action.link}"
            style="background:${brand.colour};border-radius:6px;color:#ffffff;display:inline-block;font-weight:600;padding:12px 20px;text-decoration:none"
            >${action.label}</a
          >
        </p>
        <p style="color:#555555;font-size:13px">
          If the button does not work, open this address: ${action.link}
        </p>`
    : "";
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
      </head>
      <body
        style="color:#1a1a1a;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;margin:0;padding:24px"
      >
        <div style="margin:0 auto;max-width:560px">
          <p
            style="border-bottom:3px solid ${brand.colour};color:${brand.colour};font-size:18px;font-weight:700;padding-bottom:12px"
          >
            ${brand.name}
          </p>
          <h1 style="font-size:22px">${title}</h1>
          ${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)} ${button}
          ${closing.map((paragraph) => html`<p style="color:#555555;font-size:14px">${paragraph}</p>`)}
        </div>
      </body>
    </html>`;
  return (await page).toString();
}
