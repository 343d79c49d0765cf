import type { PlayStage, PlayType, PriorityPart } from "#app/domain/success/schema.ts";
import { type Condition, type Facts, type Part, type PartName, priorityParts, stageRules } from "./definition.ts";
import type { PlayRules } from "./play-rules.ts";

/** The stage of each kind of play that applies to an account; kinds that do not apply are absent. */
export function stagesOf(facts: Facts, rules: PlayRules): Partial<Record<PlayType, PlayStage>> {
	const found: Partial<Record<PlayType, PlayStage>> = {};
	for (const { type, stage, anyOf } of stageRules(rules)) {
		if (!found[type] && anyOf.some((all) => all.every((condition) => holds(condition, facts)))) found[type] = stage;
	}
	return found;
}

function holds({ fact, is, value }: Condition, facts: Facts): boolean {
	const known = facts[fact];
	if (known === null) return false;
	if (is === "equal") return known === value;
	return is === "at most" ? known <= value : known >= value;
}

/** A priority in tenths of a point, 0 to 1000, and what each part gave: whole tenths, rounded down. */
export function priorityOf(
	facts: Facts,
	rules: PlayRules,
): { priority: number; breakdown: Record<PartName, PriorityPart> } {
	const parts = priorityParts(rules).map((part) => {
		const value = facts[part.fact];
		return [part.name, { value, points: pointsOf(part, value), of: part.weight * 10 }] as const;
	});
	return {
		priority: parts.reduce((sum, [, { points }]) => sum + points, 0),
		breakdown: Object.fromEntries(parts) as Record<PartName, PriorityPart>,
	};
}

function pointsOf(part: Part, value: number | string | null): number {
	return Math.trunc((part.weight * thousandthsOf(part, value)) / 100);
}

function thousandthsOf(part: Part, value: number | string | null): number {
	if (value === null) return 0;
	if (part.kind === "choice") return part.values[value] ?? 0;
	const [least, most] = [Math.min(part.zero, part.full), Math.max(part.zero, part.full)];
	const within = Math.min(Math.max(Number(value), least), most);
	return Math.trunc((Math.abs(within - part.zero) * 1_000) / (most - least));
}
