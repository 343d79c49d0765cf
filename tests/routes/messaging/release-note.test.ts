import { expect, test } from "vitest";
import { releaseNote } from "#app/routes/messaging/release-note.ts";

const none = { queued: 0, scheduled: 0, held: 0, suppressed: 0, left: 0, reasons: [] };
const OFF = "Sending email is switched off for this installation (ALLOW_EMAIL_SENDING).";

test("MSG-2 releasing what stays held is no success: how many stay, why, and for who may change it, where", () => {
	const kept = { ...none, held: 26, reasons: [OFF] };
	expect(releaseNote(kept, true)).toEqual({
		message: `Nothing was released. 26 messages still held. ${OFF}`,
		tone: "info",
		link: { to: "/settings/sending", label: "Settings, Sending" },
	});
	expect(releaseNote(kept, false).link).toBeUndefined();
});

test("MSG-2 some go and some stay: both are counted, without a tick", () => {
	const mixed = { ...none, queued: 2, scheduled: 1, held: 1, reasons: ["The contact has no mobile number."] };
	expect(releaseNote(mixed, true)).toEqual({
		message:
			"2 messages released. 1 message released for later. 1 message still held. The contact has no mobile number.",
		tone: "info",
	});
});

test("MSG-2 all go: that is good news", () => {
	expect(releaseNote({ ...none, queued: 3 }, true)).toEqual({
		message: "3 messages released.",
		tone: "good",
	});
	expect(releaseNote(none, true)).toMatchObject({ message: "Nothing was chosen.", tone: "info" });
});
