import { isIPv4, isIPv6 } from "node:net";

/**
 * Whom a request comes from, as limits count it. X-Forwarded-For is believed only as far as our own proxies wrote it:
 * each appends the address it was called from, so the entries count from the right.
 */
export function clientAddress(request: {
  socketAddress: string | undefined;
  forwardedFor: string | undefined;
  trustedProxies: number;
}): string {
  const { socketAddress = "", forwardedFor = "", trustedProxies } = request;
  const entries = forwardedFor.split(",").map((entry) => entry.trim());
  const told = trustedProxies > 0 ? entries.at(Math.max(-trustedProxies, -entries.length)) : undefined;
  return network(told ?? "") ?? network(socketAddress) ?? "unknown";
}

/** An IPv4 address, or the /64 that one IPv6 customer has to themselves. Undefined for anything else. */
function network(text: string): string | undefined {
  const address = text.replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/%.*$/, "");
  const embedded = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/i.exec(address)?.[1];
  if (embedded && isIPv4(embedded)) return embedded;
  return isIPv6(address) ? `${groupsOf(address).slice(0, 4).join(":")}::/64` : undefined;
}

function groupsOf(address: string): string[] {
  const [head = [], tail] = address.split("::").map((half) => half.split(":").filter(Boolean));
  const zeros = tail ? Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => "0") : [];
  return [...head, ...zeros, ...(tail ?? [])].map((group) => parseInt(group, 16).toString(16));
}
