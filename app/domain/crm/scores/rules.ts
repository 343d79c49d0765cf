/** What a score is made of (CRM-7). What one of a fact is counted in: `flag` is 0 or 1. */
export const SCORE_FACTS = {
	emailKnown: { label: "Email address known", unit: "flag", points: 5, per: 1, most: 5 },
	phoneKnown: { label: "Phone number known", unit: "flag", points: 5, per: 1, most: 5 },
	isProspect: { label: "Stage is prospect", unit: "flag", points: 5, per: 1, most: 5 },
	isCustomer: { label: "Stage is customer", unit: "flag", points: 10, per: 1, most: 10 },
	isFormer: { label: "Stage is former customer", unit: "flag", points: -10, per: 1, most: 10 },
	openLeads: { label: "Open leads", unit: "count", points: 8, per: 1, most: 8 },
	replies: { label: "Replies in the last 90 days", unit: "count", points: 6, per: 1, most: 24 },
	recentActivity: {
		label: "Messages, notes and calls in the last 30 days",
		unit: "count",
		points: 1,
		per: 1,
		most: 10,
	},
	bookedAhead: { label: "Has an appointment ahead", unit: "flag", points: 20, per: 1, most: 20 },
	visits: { label: "Visits in the last two years", unit: "count", points: 5, per: 1, most: 15 },
	noShows: { label: "Did not come, in the last two years", unit: "count", points: -8, per: 1, most: 16 },
	openDealValue: { label: "Value of open deals", unit: "amount", points: 5, per: 1_000, most: 20 },
	optedOut: { label: "Channels they do not want messages on", unit: "count", points: -10, per: 1, most: 20 },
	daysSinceContact: { label: "Days since the last contact", unit: "days", points: -5, per: 30, most: 25 },
} as const satisfies Record<string, Fact>;

type Fact = { label: string; unit: "flag" | "count" | "amount" | "days"; points: number; per: number; most: number };

export type FactName = keyof typeof SCORE_FACTS;
export const FACT_NAMES = Object.keys(SCORE_FACTS) as FactName[];

/** What is known of one contact: flags 0 or 1, counts, whole units of money, days. Null: not known, which counts nothing. */
export type ScoreFacts = Readonly<Record<FactName, number | null>>;

/** `points` for each whole `per` of the fact, together no more than `most` either way. */
export type Weight = { points: number; per: number; most: number };
export type Weights = { base: number; facts: Readonly<Record<FactName, Weight>> };

export type Reason = { fact: FactName | "base"; value: number; points: number };

/** The weights that hold until the organisation sets its own. */
export const SHIPPED_WEIGHTS: Weights = {
	base: 20,
	facts: Object.fromEntries(
		FACT_NAMES.map((name) => {
			const { points, per, most } = SCORE_FACTS[name];
			return [name, { points, per, most }];
		}),
	) as Record<FactName, Weight>,
};

/**
 * A score from 0 to 100, and what made it: the points of every fact that counts, largest first. The reasons' points
 * add up to the score, but for what 0 and 100 cut off.
 */
export function scoreOf(facts: ScoreFacts, weights: Weights): { score: number; reasons: Reason[] } {
	const reasons: Reason[] = FACT_NAMES.flatMap((fact) => {
		const value = facts[fact];
		const points = value === null ? 0 : pointsOf(value, weights.facts[fact]);
		return value === null || points === 0 ? [] : [{ fact, value, points }];
	});
	reasons.sort((one, other) => Math.abs(other.points) - Math.abs(one.points));
	const all: Reason[] = weights.base === 0 ? reasons : [...reasons, { fact: "base", value: 1, points: weights.base }];
	const sum = all.reduce((total, { points }) => total + points, 0);
	return { score: Math.max(0, Math.min(100, Math.round(sum))), reasons: all };
}

/** The points of one fact. What is not a finite number, or below nothing, counts as nothing. */
export function pointsOf(value: number, { points, per, most }: Weight): number {
	if (!Number.isFinite(value) || value <= 0 || per <= 0) return 0;
	const raw = points * Math.floor(value / per);
	// Plus nothing, so that no minus zero is shown.
	return Math.max(-most, Math.min(most, raw)) + 0;
}

export type Moves = { total: number; same: number; up: number; down: number; large: number; average: number };

/** By how much of a score counts as a large move. */
export const LARGE_MOVE = 15;

/** How scores would move from what they are to what they would be. `average`: of the points that those who move move by. */
export function countMoves(pairs: readonly { now: number; next: number }[]): Moves {
	const moves = pairs.map(({ now, next }) => next - now);
	const moved = moves.filter((by) => by !== 0);
	const sum = moved.reduce((total, by) => total + Math.abs(by), 0);
	return {
		total: moves.length,
		same: moves.length - moved.length,
		up: moved.filter((by) => by > 0).length,
		down: moved.filter((by) => by < 0).length,
		large: moved.filter((by) => Math.abs(by) >= LARGE_MOVE).length,
		average: moved.length === 0 ? 0 : Math.round((sum / moved.length) * 10) / 10,
	};
}

/** "5 replies in the last 90 days" and the like: a reason as a person reads it. */
export function sayReason({ fact, value }: Reason): string {
	if (fact === "base") return "What everybody begins with";
	const { label, unit } = SCORE_FACTS[fact];
	if (unit === "flag") return label;
	return `${label}: ${value.toLocaleString("en-US")}`;
}
