import { z } from "zod";
import { ALL_STAGES, type PlayStage } from "#app/domain/success/schema.ts";

const whole = (least: number, most: number) =>
	z.coerce
		.number(`Write a number from ${least} to ${most}.`)
		.int("Write a whole number.")
		.min(least, `Not below ${least}.`)
		.max(most, `Not above ${most.toLocaleString("en")}.`);

const on = z.union([z.boolean(), z.literal("on").transform(() => true)]).default(false);

/** What may be set (SUCCESS-2, SUCCESS-3), flat: forms, storage and the API have the same names. */
const Fields = z.object({
	renewalOn: on,
	riskOn: on,
	opportunityOn: on,
	strategicOn: on,
	prepareDays: whole(1, 730),
	criticalDays: whole(1, 730),
	emergencyDays: whole(0, 730),
	riskSave: whole(0, 100),
	riskWatch: whole(0, 100),
	healthSave: whole(0, 100),
	healthWatch: whole(0, 100),
	trendWatch: whole(-100, 0),
	opportunityFrom: whole(0, 100),
	utilisationFrom: whole(0, 1_000),
	/** In whole units of the account's own currency, as `arrFull`. */
	strategicArr: whole(0, 10_000_000_000),
	qbrDays: whole(1, 1_000),
	restDays: whole(0, 1_000),
	arrFull: whole(1, 10_000_000_000),
	loadFull: whole(1, 10_000),
	urgencyEmergency: whole(0, 100),
	urgencyCritical: whole(0, 100),
	urgencyPrepare: whole(0, 100),
	urgencySave: whole(0, 100),
	urgencyWatch: whole(0, 100),
	urgencyExpand: whole(0, 100),
	urgencyReview: whole(0, 100),
	weightStage: whole(0, 100),
	weightArr: whole(0, 100),
	weightRisk: whole(0, 100),
	weightOpportunity: whole(0, 100),
	weightLoad: whole(0, 100),
	weightPlan: whole(0, 100),
});

export const WEIGHTS = [
	"weightStage",
	"weightArr",
	"weightRisk",
	"weightOpportunity",
	"weightLoad",
	"weightPlan",
] as const;

/** The rules of plays, checked as a whole: stages follow each other, weights are a hundred together. */
export const PlayRules = Fields.superRefine((rules, context) => {
	const say = (field: keyof typeof rules, message: string) =>
		context.addIssue({ code: "custom", path: [field], message });
	if (rules.criticalDays >= rules.prepareDays) say("criticalDays", "Critical begins later than prepare: fewer days.");
	if (rules.emergencyDays >= rules.criticalDays)
		say("emergencyDays", "Emergency begins later than critical: fewer days.");
	if (rules.riskWatch > rules.riskSave) say("riskWatch", "Watch begins before save: a lower risk.");
	if (rules.healthWatch < rules.healthSave) say("healthWatch", "Watch begins before save: a higher health.");
	const sum = WEIGHTS.reduce((total, name) => total + rules[name], 0);
	if (sum !== 100) say("weightStage", `The six weights have to be 100 together; these are ${sum}.`);
});
export type PlayRules = z.output<typeof PlayRules>;

/** What holds until an organisation sets its own. */
export const DEFAULT_RULES: PlayRules = {
	renewalOn: true,
	riskOn: true,
	opportunityOn: true,
	strategicOn: true,
	prepareDays: 120,
	criticalDays: 60,
	emergencyDays: 7,
	riskSave: 80,
	riskWatch: 60,
	healthSave: 20,
	healthWatch: 40,
	trendWatch: -30,
	opportunityFrom: 70,
	utilisationFrom: 90,
	strategicArr: 250_000,
	qbrDays: 90,
	restDays: 30,
	arrFull: 250_000,
	loadFull: 50,
	urgencyEmergency: 100,
	urgencyCritical: 70,
	urgencyPrepare: 35,
	urgencySave: 90,
	urgencyWatch: 45,
	urgencyExpand: 40,
	urgencyReview: 30,
	weightStage: 40,
	weightArr: 20,
	weightRisk: 15,
	weightOpportunity: 10,
	weightLoad: 5,
	weightPlan: 10,
};

/** How urgent each stage is, 0 to 100. */
export function urgencyOf(rules: PlayRules): Record<PlayStage, number> {
	const key = (stage: PlayStage) =>
		`urgency${stage[0]!.toUpperCase()}${stage.slice(1)}` as `urgency${Capitalize<PlayStage>}`;
	return Object.fromEntries(ALL_STAGES.map((stage) => [stage, rules[key(stage)]])) as Record<PlayStage, number>;
}
