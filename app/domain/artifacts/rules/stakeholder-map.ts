import { z } from "zod";
import { LineKey } from "./keys.ts";

const place = z.int("Write a whole number from 0 to 100.").min(0, "0 to 100.").max(100, "0 to 100.");

export const MapPerson = z.object({
	key: LineKey,
	name: z.string("Say who it is.").trim().min(1, "Say who it is.").max(200),
	title: z.string().trim().max(120).default(""),
	contactId: z.uuid("Choose a contact.").nullable().default(null),
	/** From against us (0) to for us (100). */
	sentiment: place,
	/** From none (0) to all of it (100). */
	influence: place,
	note: z.string().trim().max(1_000, "Write 1,000 characters at most.").default(""),
});

export const MAP_LINES = ["reports_to", "influences"] as const;
export const MAP_LINE_LABELS: Readonly<Record<(typeof MAP_LINES)[number], string>> = {
	reports_to: "reports to",
	influences: "influences",
};

const MapLine = z.object({ from: LineKey, to: LineKey, kind: z.enum(MAP_LINES, "Choose what the line says.") });

/** People at the customer's by influence and sentiment, with the lines between them. */
export const StakeholderMap = z
	.object({
		people: z.array(MapPerson).max(60, "Sixty people at most.").default([]),
		lines: z.array(MapLine).max(200, "Two hundred lines at most.").default([]),
		notes: z.string().trim().max(5_000, "Write 5,000 characters at most.").default(""),
	})
	.superRefine(({ people, lines }, context) => {
		const keys = new Set(people.map(({ key }) => key));
		const say = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
		if (keys.size < people.length) say(["people"], "Two people have the same key.");
		const seen = new Set<string>();
		lines.forEach(({ from, to, kind }, index) => {
			if (!keys.has(from)) say(["lines", index, "from"], "Choose somebody of this map.");
			if (!keys.has(to)) say(["lines", index, "to"], "Choose somebody of this map.");
			if (from === to) say(["lines", index, "to"], "A line joins two people.");
			if (seen.has(`${from} ${to} ${kind}`)) say(["lines", index, "to"], "This line is there already.");
			seen.add(`${from} ${to} ${kind}`);
		});
	});
export type StakeholderMap = z.output<typeof StakeholderMap>;

const INFLUENCE_PLACES = { low: 20, medium: 55, high: 85 } as const;
const SENTIMENT_PLACES = { negative: 18, neutral: 50, unknown: 50, positive: 82 } as const;

/** Where somebody stands of whom words alone are known. People of one place are put beside each other. */
export function placesOf(
	people: readonly { influence: keyof typeof INFLUENCE_PLACES; sentiment: keyof typeof SENTIMENT_PLACES }[],
): { influence: number; sentiment: number }[] {
	const met = new Map<string, number>();
	return people.map(({ influence, sentiment }) => {
		const place = { influence: INFLUENCE_PLACES[influence], sentiment: SENTIMENT_PLACES[sentiment] };
		const key = `${place.influence} ${place.sentiment}`;
		const before = met.get(key) ?? 0;
		met.set(key, before + 1);
		// Below and above by turns, further each time, so that names do not lie on each other.
		const shift = Math.ceil(before / 2) * 9 * (before % 2 === 1 ? -1 : 1);
		return { ...place, influence: Math.min(100, Math.max(0, place.influence + shift)) };
	});
}
