import { z } from "zod";

/** What the row of a Request about one Invitation holds. */
export const invitationInput = z.object({ invitationId: z.uuid() });
