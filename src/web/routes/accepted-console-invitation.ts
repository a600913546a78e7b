import { acceptedConsoleInvitationPage } from "../console-invitations/console-notices.tsx";
import { partnerName } from "../../core/partner/partner-name.ts";
import type { Route } from "../route.ts";
import { sendPage } from "../send-page.tsx";

export const acceptedConsoleInvitation: Route = {
  path: "/console-invitations/accepted",
  get: async (c) => sendPage(c, acceptedConsoleInvitationPage(await partnerName(c.var.app))),
};
