import { jsonObject, text } from "./json-schemas.ts";

/** Why something is done, in the caller's words. */
export const reasonJson = text.max(300, "Use at most 300 characters.").nullish();

/** A body that says nothing else. */
export const onlyReason = jsonObject({ Reason: reasonJson }).openapi("Reason");
