import { partnerName } from "../../core/partner/partner-name.ts";
import type { Route } from "../route.ts";
import { sendPage } from "../send-page.tsx";
import { valuesSealedPage } from "../values/value-notices.tsx";

export const valuesSealed: Route = {
  path: "/values/sealed",
  get: async (c) => sendPage(c, valuesSealedPage(await partnerName(c.var.app))),
};
