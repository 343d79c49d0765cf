import { createHash } from "node:crypto";

/**
 * An id for demo data: the same name gives the same id on every run. Version 8 of RFC 9562 (custom); with `at`,
 * version 7, whose first 48 bits are that instant, so that lists sort demo rows by their age as they do real ones.
 */
export function seedId(name: string, at?: Date): string {
	const bytes = createHash("sha256").update(`perigee demo: ${name}`).digest().subarray(0, 16);
	if (at) bytes.writeUIntBE(at.getTime(), 0, 6);
	bytes[6] = (bytes[6]! & 0x0f) | (at ? 0x70 : 0x80);
	bytes[8] = (bytes[8]! & 0x3f) | 0x80;
	const hex = bytes.toString("hex");
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
