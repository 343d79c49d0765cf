import { domainToASCII } from "node:url";
import { SendError } from "#app/providers/delivery/port.ts";
import type { MailAddress } from "./port.ts";

/**
 * Reads exactly one address: `a@example.com` or `Ann Lee <a@example.com>`. Lists, groups, comments and quoted local
 * parts are refused rather than understood, so that one row can never reach two people.
 * Throws `SendError` of kind `rejected`.
 */
export function parseMailAddress(text: string): MailAddress {
	const named = /^([^<>]*)<([^<>]*)>$/.exec(text.trim());
	const name = named?.[1]?.trim().replace(/^"([^"]*)"$/, "$1");
	return strictMailAddress({ name: name || undefined, address: named?.[2] ?? text.trim() });
}

/**
 * The address as it goes on the wire: one dot-atom local part (RFC 5321, 4.1.2: 64 octets at most) and a host name of
 * two labels or more, in its ASCII form. Throws `SendError` of kind `rejected`.
 */
export function strictMailAddress(input: MailAddress): MailAddress {
	const at = input.address.lastIndexOf("@");
	const local = input.address.slice(0, at);
	const domain = at < 0 ? "" : domainToASCII(input.address.slice(at + 1)).toLowerCase();
	const whole = LOCAL.test(local) && local.length <= 64 && DOMAIN.test(domain) && domain.length <= 253;
	if (!whole) throw new SendError("rejected", "This is not a single email address that can be written to.");
	if (input.name === undefined) return { address: `${local}@${domain}` };
	if (hasControl(input.name)) throw new SendError("rejected", "The name beside the address has a line break in it.");
	return { name: input.name, address: `${local}@${domain}` };
}

/** Whether a text holds a line break or another control character, which could start a header of its own. */
export function hasControl(text: string): boolean {
	return /\p{Cc}|[\u2028\u2029]/u.test(text);
}

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LOCAL = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`);
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*\\.(?!\\d+$)${LABEL}$`);
