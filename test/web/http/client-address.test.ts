import { expect, test } from "vitest";
import { array, assert, integer, property } from "fast-check";
import { clientAddress } from "../../../src/web/http/client-address.ts";

const socketAddress = "10.9.9.9";

test.each([
  [0, "1.1.1.1, 2.2.2.2", "10.9.9.9"],
  [1, "1.1.1.1, 2.2.2.2", "2.2.2.2"],
  [2, "1.1.1.1, 2.2.2.2", "1.1.1.1"],
  [2, "6.6.6.6, 1.1.1.1,2.2.2.2", "1.1.1.1"],
  [3, "1.1.1.1, 2.2.2.2", "1.1.1.1"],
  [1, undefined, "10.9.9.9"],
  [1, "", "10.9.9.9"],
  [1, "1.1.1.1, unknown", "10.9.9.9"],
  [1, "1.1.1.1:5060", "1.1.1.1"],
  [1, "[2001:db8::1]:443", "2001:db8:0:0::/64"],
])("believes %i proxies of %s", (trustedProxies, forwardedFor, expected) => {
  expect(clientAddress({ socketAddress, forwardedFor, trustedProxies })).toBe(expected);
});

test.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:2::", "2001:db8:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["192.0.2.7", "192.0.2.7"],
  [undefined, "unknown"],
])("counts %s as %s", (address, expected) => {
  expect(clientAddress({ socketAddress: address, forwardedFor: undefined, trustedProxies: 0 })).toBe(
    expected,
  );
});

test("counts all addresses of one /64 as one, however they are written", () => {
  const group = integer({ min: 0, max: 0xffff });
  assert(
    property(array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const address = groups.map((part) => part.toString(16).toUpperCase().padStart(4, "0")).join(":");
      const first = groups.slice(0, 4).map((part) => part.toString(16));
      const counted = clientAddress({ socketAddress: address, forwardedFor: undefined, trustedProxies: 0 });
      expect(counted).toBe(`${first.join(":")}::/64`);
    }),
  );
});
