import { acceptedInvitation as findAccepted } from "../invitations/accepted-invitation.ts";
import { acceptedInvitationPage, nothingAcceptedPage } from "../pages/accepted-invitation.tsx";
import { partnerName } from "../../core/partner/partner-name.ts";
import type { Route } from "../route.ts";
import { sendPage } from "../send-page.tsx";

export const acceptedInvitation: Route = {
  path: "/invitations/accepted",
  async get(c) {
    const [accepted, name] = await Promise.all([findAccepted(c), partnerName(c.var.app)]);
    const facts = { partnerName: name, signIn: c.var.site.path("/sign-in") };
    return sendPage(c, accepted ? acceptedInvitationPage(accepted, facts) : nothingAcceptedPage(facts));
  },
};
