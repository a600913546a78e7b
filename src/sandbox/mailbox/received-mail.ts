import { type AddressObject, simpleParser } from "mailparser";

export interface ReceivedMail {
  /** The addresses the mail was really delivered to, whatever its header says. */
  to: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** By name in lower case; a header that occurs twice keeps its first value. */
  headers: Record<string, string>;
  links: string[];
  receivedAt: Date;
  raw: string;
}

export interface Envelope {
  from: string;
  to: string[];
}

export async function readMail(raw: Buffer, envelope: Envelope): Promise<ReceivedMail> {
  const receivedAt = new Date();
  const parsed = await simpleParser(raw, { skipTextToHtml: true, skipHtmlToText: true });
  const text = parsed.text ?? "";
  const html = parsed.html || "";
  return {
    to: envelope.to,
    from: addressOf(parsed.from) ?? envelope.from,
    subject: parsed.subject ?? "",
    text,
    html,
    messageId: parsed.messageId ?? "",
    headers: headersOf(parsed.headerLines),
    links: linksIn(text, html),
    receivedAt,
    raw: raw.toString("utf8"),
  };
}

function addressOf(from: AddressObject | undefined): string | undefined {
  return from?.value[0]?.address;
}

function headersOf(lines: readonly { key: string; line: string }[]): Record<string, string> {
  const pairs = lines.map(({ key, line }) => [key, valueOf(line)] as const);
  return Object.fromEntries(pairs.toReversed());
}

function valueOf(line: string): string {
  const value = line.slice(line.indexOf(":") + 1);
  return value.replace(/\s+/g, " ").trim();
}

function linksIn(text: string, html: string): string[] {
  const inHtml = [...html.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
  // A full stop or bracket that follows an address belongs to the sentence.
  const inText = [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([link]) =>
    link.replace(/[.,;:!?)\]}']+$/, ""),
  );
  const decoded = inHtml.map((link) => link.replaceAll("&#x3D;", "=").replaceAll("&amp;", "&"));
  return [...new Set([...decoded, ...inText])].filter((link) => /^https?:/.test(link));
}
