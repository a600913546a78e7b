import type { WebFeature } from "../http/web-feature.ts";
import { accountUsersPage } from "./users.tsx";

export const memberships: WebFeature = {
  pages: [accountUsersPage],
};
