import { Notice } from "../pages/notice.tsx";
import type { Page } from "../send-page.tsx";
import type { ClosedValuePage } from "./load-value-page.ts";

/** A link that takes no values: why, and what to do. */
export function closedValuePage({ state, partnerName }: ClosedValuePage): Page {
  return telling(closed[state], partnerName);
}

/** The same for everybody who opens it. */
export function valuesSealedPage(partnerName: string): Page {
  const sentences = ["The card in Slack shows what becomes of it. You can close this page."];
  return telling({ title: "The values are sealed", sentences }, partnerName);
}

const another = "If it still waits, the button “Enter the values” of its card in Slack gets you a new link.";

const closed: Record<ClosedValuePage["state"], { title: string; sentences: string[] }> = {
  unknown: {
    title: "This link does not work",
    sentences: ["It may have been cut off, or a newer link has replaced it.", another],
  },
  used: {
    title: "This link was used",
    sentences: [
      "The values were given already, and nobody can see or change them here.",
      "If that was not you, tell your administrator, and change those values where they come from.",
    ],
  },
  expired: {
    title: "This link has expired",
    sentences: ["It was good for an hour. Nothing was taken.", another],
  },
  closed: {
    title: "This is not waited for any more",
    sentences: ["Its request was cancelled or has ended. Nothing was taken; its card in Slack says why."],
  },
};

function telling({ title, sentences }: { title: string; sentences: string[] }, partnerName: string): Page {
  const body = (
    <Notice heading={title}>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
    </Notice>
  );
  return { title, partnerName, body };
}
