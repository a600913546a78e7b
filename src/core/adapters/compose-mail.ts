import { Readable } from "node:stream";
import * as base64 from "nodemailer/lib/base64";
import type MimeNode from "nodemailer/lib/mime-node";
import * as qp from "nodemailer/lib/qp";
import type { MailMessage } from "nodemailer/lib/mailer";

/** What nodemailer's types leave out of a node. */
type Node = MimeNode & { content?: unknown; multipart?: string | false };

/**
 * A plugin of nodemailer that writes a mail out at once, with nodemailer's own headers and encodings. It takes a chain of streams
 * and several turns of the event loop for each part otherwise, which is most of what a mail costs.
 */
export function composeAtOnce(mail: MailMessage, done: (error?: Error | null) => void): void {
  const { message } = mail;
  const whole = written(message);
  // Still a stream: by it the pool sees whether anything of a mail was sent over a connection that turned out dead.
  if (whole !== undefined) message.createReadStream = () => Readable.from([whole], { objectMode: false });
  done();
}

/** Undefined for anything but texts side by side. */
function written(message: Node): Buffer | undefined {
  const headers = message.buildHeaders();
  const { boundary, childNodes, multipart } = message;
  if (multipart !== "alternative") return undefined;
  const parts: string[] = [];
  for (const child of childNodes as Node[]) {
    if (typeof child.content !== "string" || child.childNodes.length > 0) return undefined;
    parts.push(`--${boundary}\r\n${child.buildHeaders()}\r\n\r\n${encoded(child, child.content)}\r\n`);
  }
  return Buffer.from(`${headers}\r\n\r\n${parts.join("")}--${boundary}--\r\n`);
}

function encoded(node: Node, content: string): string {
  const encoding = node.getTransferEncoding();
  if (encoding === "quoted-printable") return qp.wrap(qp.encode(content));
  return encoding === "base64" ? base64.wrap(base64.encode(content)) : content;
}
