import type { CloudCall, CloudStands } from "../browser/wire.ts";
import type { CloudFault } from "./cloud-proxy.ts";
import type { SandboxCloud } from "./start-cloud.ts";

/** How the cloud answers now, as a sentence. */
export const faultWords = (fault: CloudFault | undefined): string =>
  ({
    none: "Cyclr's cloud answers as always.",
    away: "Cyclr's cloud is away.",
    slow: "Cyclr's cloud answers slowly.",
    silent: "Cyclr's cloud does what it is told, and answers no change.",
    lost: "Cyclr's cloud will do the next change and answer 500.",
    busy: "Cyclr's cloud answers the next calls with 429.",
    refusing: "Cyclr's cloud refuses every change.",
  })[fault ?? "none"];

const faults: CloudFault[] = ["away", "slow", "lost", "silent", "busy", "refusing"];
const callsShown = 5;

/** What the demo's prompt says of the cloud, and does there. */
export async function cloudWord(cloud: SandboxCloud | undefined, rest: string): Promise<string> {
  if (!cloud) throw new Error("There is no cloud here. Start the demo with: npm run demo -- --connected");
  const [, apiId, name] = /^rename (.+)=(.+)$/u.exec(rest) ?? [];
  if (apiId !== undefined && name !== undefined) {
    await cloud.rename(apiId.trim(), name.trim());
    return `  ${apiId.trim()} is called “${name.trim()}” in Cyclr now.`;
  }
  const fault = faults.find((one) => one === rest);
  if (rest && !fault && rest !== "back")
    throw new Error(`The cloud can be: ${faults.join(", ")}; or back. Or: cloud rename <API ID>=<name>.`);
  if (rest) cloud.proxy.meet(fault);
  const stands = rest ? [] : (await cloud.accounts()).map(standsLine);
  const calls = rest ? [] : cloud.proxy.calls.slice(-callsShown).map(callLine);
  return [faultWords(cloud.proxy.fault), ...stands, ...calls].map((line) => `  ${line}`).join("\n");
}

const standsLine = ({ apiId, name, parent, members }: CloudStands): string =>
  [`${name} (${apiId})`, parent && `under ${parent}`, members.join(", ") || "no users"]
    .filter(Boolean)
    .join(" · ");

const callLine = ({ method, path, status, ms }: CloudCall): string =>
  `${method} ${path} → ${status || "no answer"} in ${ms} ms`;
