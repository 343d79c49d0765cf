import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";

/** Which addresses a call to somebody else's server may go to. Reaches DNS, nothing else. */

/** All addresses of a host name, as texts. Rejects when there are none. */
export type Resolve = (hostname: string) => Promise<string[]>;

export const resolveByDns: Resolve = async (hostname) => {
	const found = await lookup(hostname, { all: true, verbatim: true });
	return found.map((entry) => entry.address);
};

/**
 * Whether an IP address is on the public internet. False for everything else there is: loopback, private, link-local
 * (which holds the clouds' metadata servers), shared, multicast, reserved and documentation ranges, and for what is
 * no address. IPv6 forms that carry an IPv4 address (mapped, RFC 6145, NAT64 by RFC 6052) count as that address;
 * 6to4 and Teredo are refused whole. Sources: the IANA special-purpose registries, as ipaddr.js holds them, and
 * RFC 4291, section 2.4: of IPv6 only 2000::/3 is given out.
 */
export function isPublicAddress(address: string): boolean {
	if (!ipaddr.isValid(address)) return false;
	const parsed = ipaddr.parse(address);
	if (parsed instanceof ipaddr.IPv4) return parsed.range() === "unicast";
	const range = parsed.range();
	if (range === "ipv4Mapped" || range === "rfc6145" || parsed.match(NAT64_WELL_KNOWN)) {
		return new ipaddr.IPv4(parsed.toByteArray().slice(12)).range() === "unicast";
	}
	return range === "unicast" && parsed.match(GLOBAL_UNICAST);
}

/** The IP address a URL's host is written as, without brackets, or null for a name. */
export function literalAddress(hostname: string): string | null {
	const bare = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
	return ipaddr.isValid(bare) ? bare : null;
}

const NAT64_WELL_KNOWN = ipaddr.IPv6.parseCIDR("64:ff9b::/96");
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
