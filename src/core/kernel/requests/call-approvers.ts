import { createHash } from "node:crypto";
import { active, isActive } from "../access/access.ts";
import { readStandings } from "./chat-standing.ts";
import type { Posted } from "../chat/chat.ts";
import type { App } from "../../context.ts";
import type { ChatMessage, ConsoleUser } from "../../generated/prisma/client.ts";
import { dueSoon } from "../outbox/outbox.ts";
import { transact } from "../outbox/transact.ts";
import { defineMailing } from "../outbox/mailing.ts";
import { fileKey, needsFile } from "./administrators-to-be.ts";
import { loadVotes } from "./approval-note.ts";
import { approvable, decidersLeft, mayApprove, mayDeny } from "./approvals.ts";
import { possibleDeciders } from "./going-alone.ts";
import { messageTask } from "./invalidate-card.ts";
import { isPersonal } from "./moved-words.ts";
import type { RequestRow } from "./request-kind.ts";
import { ExternalError } from "../external-error.ts";
import { z } from "zod";
import { requesterName } from "./requester.ts";
import { letter } from "../mail/letter.ts";
import { loadBrand } from "../names/brand.ts";
import { hint } from "../text/command-hint.ts";
import { zoneOf } from "../time/time-zone.ts";

/** Asks somebody to approve who was never linked to the chat: there is nobody to mention there. */
export const approvalMailing = defineMailing({
  kind: "approval",
  about: z.object({ consoleUserId: z.uuid(), requestId: z.uuid() }),
  async send(app, { id, about: { consoleUserId, requestId } }) {
    const user = await app.db.consoleUser.findUnique({ where: { id: consoleUserId } });
    const request = await app.db.request.findUnique({ where: { id: requestId }, include: approvable });
    if (!user || !isActive(user) || user.chatUserId !== null) return;
    if (request?.status !== "awaitingApproval" || !mayDeny(request, user)) return;
    const { requester, apiClient, what, reason } = request;
    const asked = (requester ?? apiClient) ? requesterName(request) : "somebody";
    const brand = await loadBrand(app);
    const [name, asker] = [brand.name, `${asked.charAt(0).toUpperCase()}${asked.slice(1)}`];
    const [title, part] = mayApprove(request, user)
      ? ["Your approval is asked for", "you can approve it"]
      : ["A request concerns you", "it concerns you: you cannot approve it, but you can deny it"];
    const content = await letter({
      title,
      brand,
      timeZone: zoneOf(app, user),
      paragraphs: [
        `${asker} asks for ${what ?? request.kind} at ${name}, and ${part}.`,
        ...(reason ? [`Because: ${reason}`] : []),
        `You decide in Slack, but your Slack user is not linked yet. Send ${hint()} once as the Slack user with this address, then open the app’s Home. The request waits there.`,
      ],
      closing: ["Only Console Users who can decide on this get this mail."],
    });
    const subject = `${name}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
    await app.mailer.send({ to: user.email, subject, ...content, messageId: `approval-${id}` });
    // Only who was told counts as called: from then on going alone waits for them.
    const first = { id: user.id, calledAt: null };
    await app.db.consoleUser.updateMany({ where: first, data: { calledAt: app.clock() } });
  },
});

/** So many are looked up before a note is drawn; of others the chat tells by itself when something changes. */
const readAtMost = 20;

/** The note that asks for approvals in the thread, or reminds of it. */
function asksForApproval({ status }: RequestRow, message: ChatMessage): boolean {
  const [name = ""] = message.key.split("-");
  return status === "awaitingApproval" && ["approval", "reminder"].includes(name) && !isPersonal(message);
}

/** Before a note that asks for approvals is drawn: the chat is asked who of those is still there, so that it names no others. */
export async function readApprovers(app: App, request: RequestRow, message: ChatMessage): Promise<void> {
  if (!asksForApproval(request, message)) return;
  const possible = await possibleDeciders(app, await loadVotes(app, request));
  try {
    await readStandings(app, possible.slice(0, readAtMost), { fresh: false });
  } catch (error) {
    // The note goes out by what is known; a vote asks again.
    if (!(error instanceof ExternalError)) throw error;
    app.log.warn({ err: error, requestId: request.id }, "who can approve was not looked up");
  }
}

/**
 * After it was posted: whoever can decide and is not in that channel gets it directly, and whoever was never linked to the
 * chat gets a mail; all of them get what the note has no room for. Each once a note.
 */
export async function callApprovers(
  app: App,
  request: RequestRow,
  message: ChatMessage,
  { channelId }: Posted,
): Promise<void> {
  if (!asksForApproval(request, message)) return;
  const everyone = await app.db.consoleUser.findMany({ where: active });
  const left = decidersLeft(app, await loadVotes(app, request), everyone);
  const members = await app.chat.members(channelId);
  const absent = left.flatMap(({ chatUserId }) =>
    chatUserId !== null && !members?.has(chatUserId) ? [chatUserId] : [],
  );
  await sendDirectly(app, message, absent, ({ key }, chatUserId) => `${key}-${chatUserId}`);
  if (message.key.startsWith("approval") && (await needsFile(app, request))) {
    const linked = left.flatMap(({ chatUserId }) => chatUserId ?? []);
    await sendDirectly(app, message, linked, ({ key }, chatUserId) => fileKey(key, chatUserId));
  }
  if (message.key.startsWith("approval"))
    await mail(
      app,
      request,
      left.filter(({ chatUserId }) => chatUserId === null),
    );
}

async function sendDirectly(
  app: App,
  message: ChatMessage,
  chatUserIds: string[],
  keyOf: (message: ChatMessage, chatUserId: string) => string,
): Promise<void> {
  if (chatUserIds.length === 0) return;
  const { requestId } = message;
  const now = app.clock();
  await transact(app, async (tx, after) => {
    const notes = await tx.chatMessage.createManyAndReturn({
      data: chatUserIds.map((chatUserId) => ({
        requestId,
        key: keyOf(message, chatUserId),
        channelId: chatUserId,
        chatUserId,
        createdAt: now,
        ...dueSoon(now),
      })),
      skipDuplicates: true,
      select: { requestId: true, key: true },
    });
    after.dispatch(...notes.map(messageTask));
  });
}

async function mail(app: App, request: RequestRow, unlinked: ConsoleUser[]): Promise<void> {
  const now = app.clock();
  for (const { id } of unlinked)
    await transact(app, async (tx, after) => {
      // The same for the same two, so that a note that is drawn again mails nobody twice.
      const mailingId = idOf(request.id, id);
      if (await tx.mailing.findUnique({ where: { id: mailingId } })) return;
      const about = { consoleUserId: id, requestId: request.id };
      await approvalMailing.write(tx, after, about, now, mailingId);
    });
}

function idOf(...parts: string[]): string {
  const hex = createHash("sha256").update(parts.join(" ")).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
