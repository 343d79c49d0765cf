import { z } from "zod";
import type { Recommendation } from "#app/domain/artifacts/rules/recommendations.ts";
import { dueDay } from "./due-day.ts";
import type { Facts } from "./facts.ts";

const Line = z.object({
	title: z.string().trim().min(3).max(160),
	reason: z.string().trim().min(3).max(500),
	facts: z.array(z.string()).min(1).max(6),
	dueInDays: z.int().min(0).max(180),
});

const MOST = 8;

/**
 * Reads what a model writes, a line of JSON for each suggestion, as it comes. A line counts only if it has the shape and
 * every fact that it names is one that it was given; the facts' words are ours.
 */
export function lineReader({ facts, ...day }: { facts: Facts; today: string; renewalOn: string | null }) {
	let held = "";
	let lines: Recommendation[] = [];
	const read = (text: string): Recommendation[] => {
		const line = readLine(text, facts, day);
		if (!line || lines.length >= MOST || lines.some(({ key }) => key === line.key)) return [];
		lines.push(line);
		return [line];
	};
	return {
		/** The suggestions that became whole with this piece. */
		take(piece: string): Recommendation[] {
			const parts = (held + piece).split("\n");
			held = parts.pop()!.slice(0, 10_000);
			return parts.flatMap(read);
		},
		/** The last line, which nothing ends. */
		end(): Recommendation[] {
			const last = held;
			held = "";
			return read(last);
		},
		restart(): void {
			held = "";
			lines = [];
		},
		all: () => lines,
	};
}

function readLine(
	text: string,
	facts: Facts,
	day: { today: string; renewalOn: string | null },
): Recommendation | undefined {
	const json = text.trim().replace(/,$/, "");
	if (!json.startsWith("{")) return undefined;
	const parsed = Line.safeParse(parse(json));
	if (!parsed.success || !parsed.data.facts.every((name) => Object.hasOwn(facts, name))) return undefined;
	const { title, reason, facts: named, dueInDays } = parsed.data;
	const words = title
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.replace(/^-|-$/g, "")
		.slice(0, 60);
	const key = `model-${words || "line"}`;
	return {
		key,
		title,
		reason,
		facts: [...new Set(named)].map((name) => facts[name]!),
		dueOn: dueDay({ ...day, days: dueInDays }),
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
