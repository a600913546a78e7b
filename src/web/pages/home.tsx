import type { Page } from "../send-page.tsx";
import { Notice } from "./notice.tsx";

export function homePage(partnerName: string, signIn: string): Page {
  return {
    title: "Account access",
    partnerName,
    body: (
      <Notice heading="Access to your account">
        <p>
          People whom <bdi>{partnerName}</bdi> invites to an account set up their user here.
        </p>
        <p>
          Were you invited? Open the link in the mail. No mail? Look among your spam, then ask your contact at{" "}
          <bdi>{partnerName}</bdi> to send it again.
        </p>
        <a class="button" href={signIn}>
          Sign in
        </a>
      </Notice>
    ),
  };
}
