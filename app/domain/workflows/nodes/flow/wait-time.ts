import { z } from "zod";
import { defineNode, StepFailure } from "../node-type.ts";

const UNIT_MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
const LONGEST_MS = 400 * UNIT_MS.days;

type Settings = { kind: "for" | "until"; amount: number; unit: keyof typeof UNIT_MS; until: string };

/** Waits for a length of time, or until an instant that an expression names (FLOW-1). Costs nothing meanwhile. */
export const waitTime = defineNode<Settings>({
	type: "wait",
	label: "Wait",
	group: "flow",
	hint: "Goes on after some time, or at a date.",
	settings: z.strictObject({
		kind: z.enum(["for", "until"]).default("for"),
		amount: z.coerce.number().min(0).max(10_000).default(1),
		unit: z.enum(["minutes", "hours", "days"]).default("days"),
		until: z.string().max(500).default(""),
	}),
	fields: [
		{
			name: "kind",
			label: "Wait",
			kind: "choice",
			choices: [
				{ value: "for", label: "For some time" },
				{ value: "until", label: "Until a date" },
			],
		},
		{ name: "amount", label: "How long", kind: "number" },
		{
			name: "unit",
			label: "Unit",
			kind: "choice",
			choices: [
				{ value: "minutes", label: "Minutes" },
				{ value: "hours", label: "Hours" },
				{ value: "days", label: "Days" },
			],
		},
		{
			name: "until",
			label: "Until",
			kind: "text",
			isOptional: true,
			help: "A date and time, such as {{ trigger.date }}.",
		},
	],
	ports: () => ["next"],
	canFail: true,
	decide: ({ settings, now }) => {
		const until =
			settings.kind === "for"
				? new Date(now.getTime() + settings.amount * UNIT_MS[settings.unit])
				: dateOf(settings.until);
		if (until.getTime() - now.getTime() > LONGEST_MS) throw new StepFailure("A wait may last 400 days.");
		if (until <= now) return { output: { until: until.toISOString() } };
		return { wait: { for: "time", until }, output: { until: until.toISOString() } };
	},
});

function dateOf(text: string): Date {
	const date = new Date(text);
	if (text.trim() === "" || Number.isNaN(date.getTime())) throw new StepFailure(`“${text}” is no date.`);
	return date;
}
