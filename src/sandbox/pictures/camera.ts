import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import type { Locator, Page } from "playwright-core";
import { findProjectRoot } from "../../core/adapters/migrations/require-session.ts";

const folder = path.join(findProjectRoot(), "docs", "pictures");

/** Letters stay sharp to the eye, at a quarter of a PNG's size. */
const quality = 0.45;
/** Of a picture's points: a letter of an id differs from run to run, and is no reason for another file; a word more is one. */
const samePart = 0.0003;

/** Runs in the page: every time of day and every date is that of one moment, so that pictures do not differ by when they were taken. */
const stopTime = `(() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const still = text.data
      .replace(/\\b\\d{2}:\\d{2}(:\\d{2})?\\b/gu, (_, seconds) => "09:41" + (seconds ? ":00" : ""))
      .replace(/\\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\\b, /gu, "Tue, ")
      .replace(/\\b\\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{4}\\b/gu, "8 Dec 2026");
    if (still !== text.data) text.data = still;
  }
})()`;

/** Takes a page, or one part of it, as WebP. A file that shows the same already stays as it is. */
export async function take(page: Page, name: string, part?: Locator): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(stopTime);
  const shot = await (part ?? page).screenshot({ animations: "disabled", caret: "hide" });
  const file = path.join(folder, `${name}.webp`);
  await mkdir(folder, { recursive: true });
  const before = existsSync(file) ? await readFile(file, "base64") : undefined;
  const given = JSON.stringify({ quality, shot: shot.toString("base64"), before });
  // The browser reads and writes pictures: no other program is needed for it.
  const blank = await page.context().newPage();
  const { webp, differing } = await blank.evaluate<Compared>(`(${compare})(${given})`);
  await blank.close();
  const isSame = differing < samePart;
  if (!isSame) await writeFile(file, webp, "base64");
  const size = `${Math.ceil((webp.length * 3) / 4096)} KB`;
  process.stdout.write(`  ${name}.webp  ${size}${isSame ? ", as before" : ""}\n`);
}

interface Compared {
  /** In base64. */
  webp: string;
  /** The part of the points in which it differs from before so that one sees it; 1 where there is nothing to compare. */
  differing: number;
}

const compare = `async ({ quality, shot, before }) => {
  const read = async (type, data) => {
    const image = new Image();
    image.src = "data:image/" + type + ";base64," + data;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d", { alpha: false });
    context.drawImage(image, 0, 0);
    return { canvas, data: context.getImageData(0, 0, image.width, image.height) };
  };
  const { canvas, data: now } = await read("png", shot);
  const blob = await canvas.convertToBlob({ type: "image/webp", quality });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const webp = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  if (!before) return { webp, differing: 1 };
  const { data: then } = await read("webp", before);
  if (then.width !== now.width || then.height !== now.height) return { webp, differing: 1 };
  let differing = 0;
  for (let at = 0; at < now.data.length; at += 4)
    if (Math.abs(now.data[at] - then.data[at]) > 64) differing += 1;
  return { webp, differing: differing / (now.width * now.height) };
}`;
