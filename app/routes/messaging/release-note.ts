import type { Released } from "#app/domain/messaging/sending/release-messages.ts";
import type { FlashNote } from "#app/doors/flash.ts";
import { countOf } from "#app/ui/lists/count.tsx";

const MOST_REASONS = 3;

/** What became of the messages chosen to be released: how many go, how many stay and why. Good news only when all go. `maySwitch` adds the way to the switches. */
export function releaseNote(released: Released, maySwitch: boolean): FlashNote {
	const { queued, scheduled, held, suppressed, left, reasons } = released;
	const counts = [
		[queued, "released"],
		[scheduled, "released for later"],
		[suppressed, "suppressed: the receiver has opted out"],
		[left, "no longer held"],
	] as const;
	const sentences = counts.flatMap(([count, what]) => (count > 0 ? [`${countOf(count, "message")} ${what}.`] : []));
	if (held > 0) {
		if (queued + scheduled === 0) sentences.unshift("Nothing was released.");
		sentences.push(`${countOf(held, "message")} still held.`, ...reasons.slice(0, MOST_REASONS));
		if (reasons.length > MOST_REASONS) sentences.push("Each one says why.");
	}
	const isSetting = reasons.some((reason) => /switched off|set up|Demo mode/.test(reason));
	return {
		message: sentences.join(" ") || "Nothing was chosen.",
		tone: held + suppressed + left > 0 || queued + scheduled === 0 ? "info" : "good",
		...(isSetting && maySwitch ? { link: { to: "/settings/sending", label: "Settings, Sending" } } : {}),
	};
}
