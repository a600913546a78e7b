import type { JsonObject } from "../../slack/model/message-log.ts";
import type { Store } from "./store.ts";

/** Puts a file of this machine where the app can fetch it, as Slack does for a file input. */
export function uploadOf(give: Store["give"]): (file: File) => Promise<JsonObject | undefined> {
  return async (file) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let binary = "";
    for (const byte of bytes) binary += String.fromCodePoint(byte);
    return give<JsonObject>("upload", { name: file.name, base64: btoa(binary) });
  };
}
