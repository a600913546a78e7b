import { partnerName } from "../../core/partner/partner-name.ts";
import { passwordSetPage } from "../passwords/password-notices.tsx";
import type { Route } from "../route.ts";
import { sendPage } from "../send-page.tsx";

export const passwordSet: Route = {
  path: "/passwords/set",
  get: async (c) => sendPage(c, passwordSetPage(await partnerName(c.var.app), c.var.site.path("/sign-in"))),
};
