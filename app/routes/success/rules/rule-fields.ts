import type { PlayRules } from "#app/domain/success/rules/play-rules.ts";

export type RuleField = { name: keyof PlayRules; label: string; help?: string };
export type RuleGroup = { title: string; on?: keyof PlayRules; fields: readonly RuleField[] };

/** The rules' fields as the page shows them. */
export const RULE_GROUPS: readonly RuleGroup[] = [
	{
		title: "Renewal plays",
		on: "renewalOn",
		fields: [
			{ name: "prepareDays", label: "Prepare, from days before", help: "Until critical begins." },
			{ name: "criticalDays", label: "Critical, from days before", help: "Until emergency begins." },
			{ name: "emergencyDays", label: "Emergency, from days before", help: "And as long as it is overdue." },
		],
	},
	{
		title: "Risk plays",
		on: "riskOn",
		fields: [
			{ name: "riskSave", label: "Save, from a risk of" },
			{ name: "healthSave", label: "Save, to a health of" },
			{ name: "riskWatch", label: "Watch, from a risk of" },
			{ name: "healthWatch", label: "Watch, to a health of" },
			{ name: "trendWatch", label: "Watch, when usage fell to %", help: "Against the month before, such as -30." },
		],
	},
	{
		title: "Opportunity plays",
		on: "opportunityOn",
		fields: [
			{ name: "opportunityFrom", label: "From an opportunity of" },
			{ name: "utilisationFrom", label: "Or from a utilisation of %" },
		],
	},
	{
		title: "Strategic plays",
		on: "strategicOn",
		fields: [
			{ name: "qbrDays", label: "Days since the last review" },
			{
				name: "strategicArr",
				label: "From a yearly revenue of",
				help: "In the account's own currency. Accounts on the strategic plan always.",
			},
		],
	},
	{
		title: "After a play",
		fields: [
			{
				name: "restDays",
				label: "Days of rest",
				help: "So long what was done or skipped is not asked for again. A renewal's play is asked for once for each renewal.",
			},
		],
	},
];

export const URGENCY_FIELDS: readonly RuleField[] = [
	{ name: "urgencyEmergency", label: "Emergency" },
	{ name: "urgencyCritical", label: "Critical" },
	{ name: "urgencyPrepare", label: "Prepare" },
	{ name: "urgencySave", label: "Save" },
	{ name: "urgencyWatch", label: "Watch" },
	{ name: "urgencyExpand", label: "Expand" },
	{ name: "urgencyReview", label: "Review" },
];

export const WEIGHT_FIELDS: readonly RuleField[] = [
	{ name: "weightStage", label: "Stage urgency" },
	{ name: "weightArr", label: "Yearly revenue" },
	{ name: "weightRisk", label: "Risk" },
	{ name: "weightOpportunity", label: "Opportunity" },
	{ name: "weightLoad", label: "Owner's workload" },
	{ name: "weightPlan", label: "Account plan" },
];

export const SCALE_FIELDS: readonly RuleField[] = [
	{ name: "arrFull", label: "All of the revenue's points from", help: "In the account's own currency." },
	{
		name: "loadFull",
		label: "None of the workload's points from plays",
		help: "An owner with few plays gives more than one who has many.",
	},
];
