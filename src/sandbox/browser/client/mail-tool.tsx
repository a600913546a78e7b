import { useEffect, useState } from "preact/hooks";
import type { MailHead } from "../wire.ts";
import { useNames } from "./names.ts";
import { pageToken } from "./orders.ts";
import { useStore } from "./store.ts";
import { ToolPanel } from "./tool-panel.tsx";

/** Every mail that was sent, as its reader would see it. Its links lead to the program's own pages. */
export function MailTool() {
  const { screen, step } = useStore();
  const { mails } = screen;
  const [chosen, setChosen] = useState<number>();
  useEffect(() => step({ kind: "mailsSeen", count: mails.length }), [mails.length]);
  const shown = mails.find(({ id }) => id === chosen) ?? mails.at(-1);
  return (
    <ToolPanel title="Mailbox" intro="Every mail that the program sends, whoever it is for.">
      {mails.length === 0 && <p class="empty">No mail yet. Invite somebody: /cyclr invite</p>}
      {mails.length > 0 && (
        <ul class="mails" aria-label="Mails, the newest first">
          {mails.toReversed().map((mail) => (
            <MailLine
              key={mail.id}
              mail={mail}
              isShown={mail === shown}
              onChoose={() => setChosen(mail.id)}
            />
          ))}
        </ul>
      )}
      {shown && <Letter mail={shown} />}
    </ToolPanel>
  );
}

function MailLine({ mail, isShown, onChoose }: { mail: MailHead; isShown: boolean; onChoose: () => void }) {
  const { tz } = useNames();
  const time = new Date(mail.at).toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: tz,
  });
  return (
    <li>
      <button type="button" aria-current={isShown ? "true" : undefined} onClick={onChoose}>
        <strong>{mail.subject}</strong>
        <small>
          {mail.to.join(", ")} · {time}
        </small>
      </button>
    </li>
  );
}

function Letter({ mail }: { mail: MailHead }) {
  const [asText, setAsText] = useState(false);
  return (
    <section class="letter" aria-label={`Mail: ${mail.subject}`}>
      <div class="row">
        <p>
          <small>
            From {mail.from} to {mail.to.join(", ")}
          </small>
        </p>
        <button type="button" class="chip" aria-pressed={asText} onClick={() => setAsText(!asText)}>
          As plain text
        </button>
      </div>
      {asText ? (
        <pre tabIndex={0}>{mail.text}</pre>
      ) : (
        <iframe
          key={mail.id}
          title={mail.subject}
          src={`/mails/${mail.id}?token=${pageToken}`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
        />
      )}
    </section>
  );
}
