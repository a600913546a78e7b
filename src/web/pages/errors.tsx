import type { Page } from "../send-page.tsx";
import { Notice } from "./notice.tsx";

export const notFoundPage = telling("There is no such page", [
  "The address may have been cut off or mistyped.",
  "If it came with an invitation, open the link in that mail again.",
]);

export const methodNotAllowedPage = telling("That cannot be done here", [
  "This address does not take that kind of request. Nothing was changed.",
]);

export const forgedFormPage = telling("This form was not sent from our page", [
  "To protect you, nothing was done.",
  "Open the link in your mail again, reload the page if it is still open, and send the form from there. Cookies have to be allowed.",
]);

export const tooLargePage = telling("That was too much text", [
  "The form was larger than we take, so nothing was done.",
  "Go back, shorten what you entered, and send it again.",
]);

export function tooManyPage(retryAfterSeconds: number): Page {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return telling("Too many tries", [
    "There were too many tries from here in a short time. Nothing was done, and nothing is lost.",
    `Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
  ]);
}

export function faultPage(sentence: string): Page {
  return telling("That did not work", [sentence]);
}

/** What is needed is away, and comes back by itself. */
export function awayPage(sentence: string): Page {
  return telling("Not available at the moment", [
    sentence,
    "It was not your doing. Wait a minute, reload the page, and try again: nothing is done twice.",
  ]);
}

export function failurePage(reference: string): Page {
  return {
    title: "Something went wrong",
    body: (
      <Notice heading="Something went wrong on our side">
        <p>It was not your doing. Wait a minute, reload the page, and try again.</p>
        <p>
          If it stays, give your contact this reference: <strong class="reference">{reference}</strong>
        </p>
      </Notice>
    ),
  };
}

function telling(heading: string, paragraphs: string[]): Page {
  const body = (
    <Notice heading={heading}>
      {paragraphs.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
    </Notice>
  );
  return { title: heading, body };
}
