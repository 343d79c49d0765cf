import { createHash } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import {
	type Condition,
	type FactName,
	type Part,
	priorityParts,
	type StageRule,
	stageRules,
} from "#app/domain/success/rules/definition.ts";
import type { PlayRules } from "#app/domain/success/rules/play-rules.ts";
import { PLAY_TYPES } from "#app/domain/success/schema.ts";

/** The facts as columns of the statements' rows `f`. */
const COLUMNS: Readonly<Record<FactName, string>> = {
	daysUntil: "f.days_until",
	arrCents: "f.arr_cents",
	risk: "f.risk",
	health: "f.health",
	opportunity: "f.opportunity",
	utilisation: "f.utilisation",
	usageTrend: "f.usage_trend",
	daysSinceQbr: "f.days_since_qbr",
	plan: "f.plan",
	stage: "f.stage",
	load: "f.load",
};

const OPERATORS = { "at most": sql`<=`, "at least": sql`>=`, equal: sql`=` } as const;

// Numbers are bounded integers of checked rules; they stand in the text, so that Postgres reads them as numbers.
const literal = (value: number | string) => (typeof value === "number" ? sql.raw(String(value)) : sql.lit(value));

const conditionSql = ({ fact, is, value }: Condition) =>
	sql`coalesce(${sql.raw(COLUMNS[fact])} ${OPERATORS[is]} ${literal(value)}, false)`;

/** The stage of each kind that applies to a row `f`, as an array in the order of `PLAY_TYPES`: its first, else null. */
export function stagesSql(rules: PlayRules): RawBuilder<unknown> {
	const byType = Map.groupBy(stageRules(rules), ({ type }) => type);
	return sql`array[${sql.join(PLAY_TYPES.map((type) => stageSql(byType.get(type) ?? [])))}]`;
}

function stageSql(stages: readonly StageRule[]) {
	if (stages.length === 0) return sql`null::text`;
	const cases = stages.map(({ stage, anyOf }) => {
		const any = sql.join(
			anyOf.map((all) => sql`(${sql.join(all.map(conditionSql), sql` and `)})`),
			sql` or `,
		);
		return sql`when ${any} then ${sql.lit(stage)}`;
	});
	return sql`case ${sql.join(cases, sql` `)} end`;
}

/**
 * A number that says of what a row `f` was weighed: of its facts and of how rules weigh them. Priority and breakdown follow
 * from these alone, so that a play of the same number needs neither worked out again. About a tenth of the cost.
 */
export function weighedSql(rules: PlayRules): RawBuilder<unknown> {
	const parts = priorityParts(rules);
	const seed = createHash("sha256").update(JSON.stringify(parts)).digest().readUInt32BE();
	return sql`hash_record_extended(row(${sql.join(parts.map(({ fact }) => sql.raw(COLUMNS[fact])))}), ${literal(seed)})`;
}

/** The columns `points_…` for a row `f`, and the priority of a row `f` that has them. */
export function pointsSql(rules: PlayRules): { columns: RawBuilder<unknown>; sum: RawBuilder<unknown> } {
	const parts = priorityParts(rules);
	return {
		columns: sql.join(parts.map((part) => sql`${pointsOfPart(part)}::integer as ${sql.id(`points_${part.name}`)}`)),
		sum: sql.join(
			parts.map(({ name }) => sql.id("f", `points_${name}`)),
			sql` + `,
		),
	};
}

/** What each part looked at, gave, and gives at most, as it is stored. */
export function breakdownSql(rules: PlayRules): RawBuilder<unknown> {
	const entries = priorityParts(rules).flatMap(({ name, fact, weight }) => [
		sql.lit(name),
		sql`jsonb_build_object('value', ${sql.raw(COLUMNS[fact])}, 'points', ${sql.id("f", `points_${name}`)}, 'of', ${literal(weight * 10)})`,
	]);
	return sql`jsonb_build_object(${sql.join(entries)})`;
}

function pointsOfPart(part: Part) {
	return sql`${literal(part.weight)} * ${thousandths(part)} / 100`;
}

/** Whole numbers throughout: division rounds down, here as there. */
function thousandths(part: Part): RawBuilder<unknown> {
	const column = sql.raw(COLUMNS[part.fact]);
	if (part.kind === "choice") {
		const cases = Object.entries(part.values).map(([value, most]) => sql`when ${sql.lit(value)} then ${literal(most)}`);
		return sql`coalesce(case ${column} ${sql.join(cases, sql` `)} end, 0)`;
	}
	const [least, most] = [Math.min(part.zero, part.full), Math.max(part.zero, part.full)];
	return sql`coalesce(abs(least(greatest(${column}, ${literal(least)}), ${literal(most)}) - ${literal(part.zero)})
		* 1000 / ${literal(most - least)}, 0)`;
}
