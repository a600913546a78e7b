import { Notice } from "../pages/notice.tsx";
import type { Page } from "../send-page.tsx";
import type { ClosedPasswordLink } from "./load-password-link.ts";

/** A link that sets no password: why, and what to do. */
export function closedPasswordLinkPage({ state, partnerName }: ClosedPasswordLink): Page {
  const { title, sentences } = closed[state];
  return telling(title, [...sentences, askForNew(partnerName)], partnerName);
}

/** The same for everybody who opens it, so that it tells nobody whose password was set. */
export function passwordSetPage(partnerName: string, signIn: string): Page {
  return telling(
    "Your password is set",
    ["If you have just set it, all is done.", "Sign in with your user ID and this password."],
    partnerName,
    signIn,
  );
}

const closed: Record<ClosedPasswordLink["state"], { title: string; sentences: string[] }> = {
  unknown: {
    title: "This link does not work",
    sentences: [
      "It may have been cut off on its way, or a newer mail has replaced it. Open the link in the latest mail.",
    ],
  },
  used: {
    title: "This link was used",
    sentences: ["A link works once, and this one has set a password. If that was you, all is done: sign in."],
  },
  expired: { title: "This link has expired", sentences: ["Its time is over."] },
};

const askForNew = (partnerName: string) =>
  `If you cannot sign in, or it was not you, ask your contact at ${partnerName} for a new link.`;

function telling(title: string, sentences: string[], partnerName: string, signIn?: string): Page {
  const body = (
    <Notice heading={title}>
      {sentences.map((sentence) => (
        <p dir="auto">{sentence}</p>
      ))}
      {signIn && (
        <a class="button" href={signIn}>
          Sign in
        </a>
      )}
    </Notice>
  );
  return { title, partnerName, body };
}
