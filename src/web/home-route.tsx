import { ownerName } from "./http/owner.ts";
import type { Route } from "./http/form-route.ts";
import { sendPage, type Page } from "./http/send-page.tsx";
import { Notice } from "./http/errors.tsx";

export const home: Route = {
  path: "/",
  get: async (c) => sendPage(c, homePage(await ownerName(c), c.var.site.path("/sign-in"))),
};

function homePage(partnerName: string, signIn: string): Page {
  return {
    title: "Account access",
    partnerName,
    body: (
      <Notice heading="Access to your account">
        <p>
          People whom <bdi>{partnerName}</bdi> invites to an account set up their user here.
        </p>
        <p>
          Were you invited? Open the link in the mail. No mail? Look in your spam folder, then ask your
          contact at <bdi>{partnerName}</bdi> to send it again.
        </p>
        <a class="button" href={signIn}>
          Sign in
        </a>
      </Notice>
    ),
  };
}
