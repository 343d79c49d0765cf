import { z } from "zod";
import { TOUCH_VARIABLES } from "#app/domain/leads/default-sequence.ts";
import type { VersionTouch } from "#app/domain/leads/sequences/versions/touch-schema.ts";
import { checkTemplate } from "#app/domain/messaging/rules/template.ts";

const template = (most: number) =>
	z
		.string()
		.max(most, `Keep this under ${most} characters.`)
		.superRefine((text, check) => {
			for (const { message } of checkTemplate(text, TOUCH_VARIABLES)) check.addIssue({ code: "custom", message });
		});

const wording = {
	subject: template(200).optional(),
	body: template(20_000).optional(),
	button: template(60).optional(),
};

const Touch = z
	.object({
		channel: z.enum(["email", "sms"]),
		timing: z.enum(["minutes", "day"]),
		minutes: z.coerce.number({ error: "Give whole minutes." }).int().min(0).max(1439).optional(),
		day: z.coerce.number({ error: "Give a whole number of days." }).int().min(0).max(365).optional(),
		at: z
			.string()
			.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time such as 09:30.")
			.optional(),
		...wording,
		second: z.object(wording).optional(),
	})
	.superRefine((touch, check) => {
		const lack = (field: string, message: string) => check.addIssue({ code: "custom", path: [field], message });
		if (touch.timing === "minutes" && touch.minutes === undefined) lack("minutes", "Say after how many minutes.");
		if (touch.timing === "day" && touch.day === undefined) lack("day", "Say on which day.");
		if (touch.timing === "day" && !touch.at) lack("at", "Say at what time.");
		if (!touch.body?.trim()) lack("body", "Write the text.");
		if (touch.channel === "email" && !touch.subject?.trim()) lack("subject", "Write the subject.");
	});

/** The editor's form: every touch of a version, and the number of the version it started from. */
export const SequenceForm = z
	.object({
		basedOn: z.coerce.number().int().min(0),
		touches: z.array(Touch).min(1, "A sequence needs a touch.").max(60, "A sequence has 60 touches at most."),
	})
	.superRefine(({ touches }, check) => {
		for (const [at, touch] of touches.entries()) {
			const before = touches[at - 1];
			if (before && startOf(touch) < startOf(before)) {
				const message = `This comes before touch ${at}. Move it up, or plan it later.`;
				const field = touch.timing === "day" ? "day" : "minutes";
				check.addIssue({ code: "custom", path: ["touches", at, field], message });
			}
		}
	});

type FormTouch = z.output<typeof Touch>;

function startOf({ timing, minutes = 0, day = 0, at = "00:00" }: FormTouch): number {
	if (timing === "minutes") return minutes;
	// A day after enrolment begins after all minutes of the day itself.
	return day * 1440 + (day === 0 ? 0 : Number(at.slice(0, 2)) * 60 + Number(at.slice(3)));
}

/** A touch of the form as a version stores it. */
export function storedTouch(touch: FormTouch): VersionTouch {
	const { channel } = touch;
	const when =
		touch.timing === "minutes" ? { minutes: touch.minutes ?? 0 } : { day: touch.day ?? 0, at: touch.at ?? "" };
	const words = (text: { subject?: string | undefined; body?: string | undefined; button?: string | undefined }) => ({
		subject: channel === "email" ? (text.subject ?? "") : null,
		body: text.body ?? "",
		button: channel === "email" ? text.button || null : null,
	});
	const second = touch.second?.body?.trim()
		? words({ ...touch.second, subject: touch.second.subject || touch.subject })
		: null;
	return { channel, ...when, ...words(touch), second };
}

/** A stored touch as the form shows it. */
export function formTouch(touch: VersionTouch) {
	const words = { subject: touch.subject ?? "", body: touch.body, button: touch.button ?? "" };
	const second = touch.second && {
		subject: touch.second.subject ?? "",
		body: touch.second.body,
		button: touch.second.button ?? "",
	};
	return {
		channel: touch.channel,
		...("minutes" in touch
			? { timing: "minutes", minutes: String(touch.minutes), day: "", at: "" }
			: { timing: "day", minutes: "", day: String(touch.day), at: touch.at }),
		...words,
		second: second ?? { subject: "", body: "", button: "" },
	};
}
