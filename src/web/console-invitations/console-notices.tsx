import { Notice } from "../pages/notice.tsx";
import type { Page } from "../send-page.tsx";
import type { ClosedConsoleInvitation } from "./load-console-invitation.ts";

/** A link that cannot be accepted: why, and what to do. */
export function closedConsoleInvitationPage({ state, partnerName }: ClosedConsoleInvitation): Page {
  const { title, sentences } = closed[state];
  return telling(title, sentences, partnerName);
}

/** The same for everybody who opens it, so that it tells nobody who was invited. */
export function acceptedConsoleInvitationPage(partnerName: string): Page {
  const sentences = [
    "If you have just accepted the invitation, you are a Console User now. You can close this page.",
    "In Slack, type /cyclr whoami: the first command links your Slack user to you, by your e-mail.",
  ];
  return telling("Welcome to the Partner Console", sentences, partnerName);
}

const askForNew = "If you still need access, ask a Console User to invite you again.";

const closed: Record<ClosedConsoleInvitation["state"], { title: string; sentences: string[] }> = {
  unknown: {
    title: "This link does not work",
    sentences: ["It may have been cut off on its way. Open the link in the latest mail again.", askForNew],
  },
  accepted: {
    title: "This invitation was used",
    sentences: [
      "A link works once. If that was you, all is done: type /cyclr whoami in Slack.",
      "If it was not you, tell a Console User now.",
    ],
  },
  known: {
    title: "You are a Console User already",
    sentences: ["Nothing was changed. Type /cyclr whoami in Slack to see what you may do."],
  },
  expired: { title: "This invitation has expired", sentences: ["It was open for seven days.", askForNew] },
  revoked: {
    title: "This invitation was withdrawn",
    sentences: ["It is no longer open. Nothing was changed for you.", askForNew],
  },
};

function telling(title: string, sentences: string[], partnerName: string): Page {
  const body = (
    <Notice heading={title}>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
    </Notice>
  );
  return { title, partnerName, body };
}
