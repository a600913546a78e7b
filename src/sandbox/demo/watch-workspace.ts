import type { Change } from "../slack/model/changes.ts";
import { readBlocks, readView } from "../slack/read-message.ts";
import type { Demo } from "./start-demo.ts";

/** Shows each message, each change of one, and each form that the person in front of the terminal would see. */
export function watchWorkspace(demo: Demo, who: () => string, show: (text: string) => void): () => void {
  const { slack, people, mailbox } = demo;
  const names = new Map(Object.entries(people).map(([name, id]) => [id, name]));
  const shown = new Map<string, string>();
  const showOnce = (id: string, text: string): void => {
    if (shown.get(id) === text) return;
    shown.set(id, text);
    show(text.replace(/^/gm, "  "));
  };
  const look = ({ noun, verb }: Change): void => {
    const me = people[who()] ?? "";
    if (verb === "removed") return;
    if (noun === "message") {
      for (const [place, messages] of [
        ["#access", slack.messages(demo.channelId)],
        ["direct", slack.directMessages(me)],
      ] as const) {
        for (const { ts, text, blocks } of messages)
          showOnce(ts, `[${place}] ${readBlocks(blocks ?? [], text, (id) => names.get(id))}`);
      }
    }
    if (noun === "ephemeral") {
      for (const { ts, text, blocks } of slack.ephemerals(me))
        showOnce(ts, `(only you see) ${readBlocks(blocks ?? [], text, (id) => names.get(id))}`);
    }
    if (noun === "view") {
      for (const view of slack.views(me)) showOnce(view.id, `[form] ${readView(view)}`);
    }
  };
  slack.workspace.events.on("change", look);
  const mails = setInterval(() => {
    for (const { messageId, to, subject } of mailbox.mails())
      showOnce(messageId, `[mail to ${to.join(", ")}] ${subject}`);
  }, 300);
  return () => {
    clearInterval(mails);
    slack.workspace.events.off("change", look);
  };
}
