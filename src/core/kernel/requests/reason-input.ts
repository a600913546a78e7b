import { z } from "zod";
import { reason } from "../levels/suspension.ts";

/** Why something is asked for, in its requester's words. */
export const reasonInput = z.object({ because: reason });
