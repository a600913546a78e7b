import type { WebFeature } from "../http/web-feature.ts";
import { acceptedConsoleInvitation, consoleInvitation } from "./console-invitation.tsx";

export const consoleUsers: WebFeature = {
  pages: [acceptedConsoleInvitation, consoleInvitation],
};
