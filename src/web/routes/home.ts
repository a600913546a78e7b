import { homePage } from "../pages/home.tsx";
import { partnerName } from "../../core/partner/partner-name.ts";
import type { Route } from "../route.ts";
import { sendPage } from "../send-page.tsx";

export const home: Route = {
  path: "/",
  get: async (c) => sendPage(c, homePage(await partnerName(c.var.app), c.var.site.path("/sign-in"))),
};
