const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?";
// RFC 5321, 4.1.2: one dot-atom local part of 64 octets at most, and a host name of two labels or more.
const MAILBOX = new RegExp(`^(?=.{1,254}$)(?=[^@]{1,64}@)${ATOM}(?:\\.${ATOM})*@${LABEL}(?:\\.${LABEL})+$`, "u");
/** E.164 (ITU-T): a plus, a country code, 7 to 15 digits in all. */
const NUMBER = /^\+[1-9]\d{6,14}$/;

/** Whether a text is exactly one address of a channel: one mailbox without name or comma, one number in E.164. */
export function fitsAddress(channel: "email" | "sms", address: string): boolean {
	return (channel === "email" ? MAILBOX : NUMBER).test(address);
}

/** An address as it is compared and stored: mailboxes in lower case, numbers without blanks and punctuation. */
export function plainAddress(channel: "email" | "sms", address: string): string {
	return channel === "email" ? address.trim().toLowerCase() : address.replace(/[\s().-]/g, "");
}
