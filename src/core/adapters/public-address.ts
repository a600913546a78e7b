import { lookup as lookUp, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** Azure's own, which answers inside every virtual machine there, has an address that is public everywhere else. */
const metadata = new Set(["168.63.129.16"]);

/** Whether an address is one of the public Internet: no private, loopback, link-local, metadata or tunnel address. */
export function isPublicAddress(address: string): boolean {
  const text = address.replace(/%.*$/, "");
  if (!ipaddr.isValid(text)) return false;
  const parsed = ipaddr.process(text);
  return parsed.range() === "unicast" && !metadata.has(parsed.toString());
}

export class PrivateAddress extends Error {
  override readonly name = "PrivateAddress";
}

/**
 * Resolves a name once, for the connection that is made with the result: what was checked is what is connected to. Refused
 * where any of its addresses is not public.
 */
export function publicLookup(resolve: typeof lookUp = lookUp): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? [];
      if (error || !first) return callback(error ?? new Error(`${hostname} has no address`), "");
      if (!addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new PrivateAddress(`${hostname} leads to a private address`), "");
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
