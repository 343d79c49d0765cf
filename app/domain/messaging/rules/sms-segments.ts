// GSM 7-bit default alphabet and its extension table: 3GPP TS 23.038, sections 6.2.1 and 6.2.1.1.
const GSM = new Set(
	"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const GSM_EXTENDED = new Set("\f^{}\\[~]|€");

/** How a text travels as SMS. `units` are septets (GSM-7) or UTF-16 units (UCS-2); `segments` is what is paid for. */
export type SmsSize = { encoding: "GSM-7" | "UCS-2"; units: number; segments: number };

/**
 * The size of a text as SMS: one message holds 160 septets or 70 UTF-16 units; longer ones are cut into segments of
 * 153 or 67, because each then carries a header (3GPP TS 23.040, 9.2.3.24). A character is never cut in two. An empty
 * text has no segment.
 */
export function smsSegments(text: string): SmsSize {
	const signs = [...text];
	const isGsm = signs.every((sign) => GSM.has(sign) || GSM_EXTENDED.has(sign));
	const sizes = signs.map((sign) => (isGsm ? (GSM_EXTENDED.has(sign) ? 2 : 1) : sign.length));
	const units = sizes.reduce((sum, size) => sum + size, 0);
	const encoding = isGsm ? "GSM-7" : "UCS-2";
	if (units <= (isGsm ? 160 : 70)) return { encoding, units, segments: units === 0 ? 0 : 1 };
	const room = isGsm ? 153 : 67;
	let segments = 1;
	let used = 0;
	for (const size of sizes) {
		if (used + size > room) {
			segments++;
			used = 0;
		}
		used += size;
	}
	return { encoding, units, segments };
}
