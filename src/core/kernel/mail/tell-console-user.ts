import type { App } from "../../context.ts";
import type { RichText } from "../chat/chat.ts";
import { isActive } from "../access/access.ts";
import { loadBrand } from "../names/brand.ts";
import { after, minutes } from "../time/clock.ts";
import { zoneOf } from "../time/time-zone.ts";
import { letter } from "./letter.ts";

interface Told {
  consoleUserId: string;
  title: string;
  note: string;
  at: Date;
  /** Of the card in the chat alone: when it happened. */
  footer: RichText;
  /** Of the mail alone: its subject, with what the service is called, and who gets it. */
  subject: (serviceName: string) => string;
  closing: string;
  /** Of the mail; of the card in the chat, what tells it from others. */
  messageId: string;
  key: string;
}

/** Tells one Console User of trouble: in the chat, or by mail where they were never linked to it. Nobody who was removed or frozen. */
export async function tellConsoleUser(app: App, told: Told): Promise<void> {
  const { consoleUserId, title, note, subject, closing, messageId } = told;
  const user = await app.db.consoleUser.findUnique({ where: { id: consoleUserId } });
  if (!user || !isActive(user)) return;
  if (user.chatUserId !== null) return post(app, user.chatUserId, told);
  const brand = await loadBrand(app);
  const content = await letter({
    title,
    brand,
    timeZone: zoneOf(app, user),
    paragraphs: [note],
    closing: [closing],
  });
  await app.mailer.send({ to: user.email, subject: subject(brand.name), ...content, messageId });
}

/** Once: an earlier try may have arrived. */
async function post(app: App, chatUserId: string, { key, title, note, at, footer }: Told): Promise<void> {
  const channelId = await app.chat.openDirect(chatUserId);
  if (await app.chat.find({ channelId, since: after(at, -minutes(5)) }, key)) return;
  await app.chat.post({ channelId, key, card: { state: "failed", title, fields: [], note, footer } });
}
