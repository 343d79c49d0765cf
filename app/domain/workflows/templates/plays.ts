import { drawFlow, type FlowTemplate } from "./flow-template.ts";

/** A guided step: title, instructions, fields, fixed answers. */
type Guided = readonly [
	name: string,
	title: string,
	instructions: string,
	fields: Record<string, string>,
	answers?: Record<string, string>,
];

const pairs = (of: Record<string, string>) => Object.entries(of).map(([name, value]) => ({ name, value }));

/** A play: guided steps in a row, begun by hand from a queue. What is skipped is passed over. */
function play(id: string, name: string, summary: string, steps: Record<string, Guided>): FlowTemplate {
	const ids = Object.keys(steps);
	const nodes = Object.fromEntries(
		Object.entries(steps).map(([step, [label, title, instructions, fields, answers = {}]]) => [
			step,
			["guided", label, { title, instructions, fields: pairs(fields), answers: pairs(answers) }] as const,
		]),
	);
	const edges = ids.slice(1).flatMap((to, at) => [`${ids[at]}>${to}`, `${ids[at]}.skipped>${to}`]);
	return {
		id,
		area: "success",
		name,
		summary,
		graph: drawFlow({ start: ["manual", "From the queue"], ...nodes }, [`start>${ids[0]}`, ...edges]),
	};
}

const PRICE_ANSWERS = {
	"They ask for a discount":
		"Ask what the discount is to make up for, and offer a longer term before a lower price. Anything beyond your own limit goes to a manager first: escalate the play.",
	"They want to think about it":
		"Agree on a day and on what they need until then. Snooze the play until that day, so that it comes back by itself.",
};

/** The plays of customer success (SUCCESS-5), one for each stage; an organisation's own begin as these. */
export const playTemplates: readonly FlowTemplate[] = [
	play(
		"play-renewal-prepare",
		"Prepare a renewal",
		"Sixty-one to a hundred and twenty days before: know the account, agree on the value, plan the offer.",
		{
			assess: [
				"Assess the account",
				"Assess where the account stands",
				"Look at usage, tickets and who decides. Note what speaks for a renewal and what against it.",
				{ Outlook: "good|open|bad*", Why: "lines" },
				{
					"Usage has fallen":
						"Ask who stopped using it, and offer that team a session before you speak of the renewal.",
				},
			],
			value: [
				"Agree on the value",
				"Agree with the customer on what it brought them",
				"Hold a review with the sponsor. Write down the results in their own words.",
				{ "Held on": "date", Results: "lines" },
			],
			offer: [
				"Plan the offer",
				"Plan the offer",
				"Decide on term, price and what else belongs to it.",
				{ Term: "one year|two years|three years", "Price change in %": "number", Notes: "lines" },
				PRICE_ANSWERS,
			],
		},
	),
	play(
		"play-renewal-critical",
		"Bring a renewal home",
		"Eight to sixty days before: make the offer, answer what is open, get the signature.",
		{
			offer: [
				"Make the offer",
				"Make the offer",
				"Send the offer to whoever signs, and say by when you will ask again.",
				{ "Sent on": "date*", "To whom": "text" },
				PRICE_ANSWERS,
			],
			objections: [
				"Answer what is open",
				"Answer what is open",
				"Ask what keeps them from signing. Answer each point, or say who will and when.",
				{ "What is open": "lines", "Will they sign": "yes|not sure|no*" },
				{
					"Procurement takes long":
						"Ask for the steps and dates of their procurement, and for the name of who leads it. Schedule the play for the next date.",
				},
			],
			sign: [
				"Get the signature",
				"Get the signature",
				"Send the contract, and note when it is signed. Enter the new renewal date in the account.",
				{ Signed: "yes/no*", "New term until": "date" },
			],
		},
	),
	play(
		"play-renewal-emergency",
		"Rescue a renewal",
		"A week or less, or overdue: call today, bring in a manager, agree on a way.",
		{
			call: [
				"Call today",
				"Call whoever decides, today",
				"Do not write, call. Ask whether they want to stay, and what it takes.",
				{ "Do they want to stay": "yes|not sure|no*", "What it takes": "lines" },
				{
					"Nobody answers":
						"Call the sponsor's deputy and your own contact in their team. Leave a message that names a time.",
				},
			],
			bridge: [
				"Agree on a bridge",
				"Agree on an extension if it needs time",
				"An extension of the present terms keeps the service running while the rest is settled.",
				{ "Extended until": "date", Notes: "lines" },
			],
			settle: ["Settle it", "Settle the renewal", "Get it signed, or note why they leave.", { Notes: "lines" }],
		},
	),
	play("play-risk", "Turn a customer at risk", "Find out what is wrong, agree on a plan, look whether it works.", {
		cause: [
			"Find the cause",
			"Find out what is wrong",
			"Talk to a user and to the sponsor. Their reasons often differ.",
			{ Cause: "product|service|price|their own change|other*", "In their words": "lines" },
			{ "The sponsor has left": "Find the successor this week, and introduce yourself with the results so far." },
		],
		plan: [
			"Agree on a plan",
			"Agree on a plan with the customer",
			"Three points at most, each with who does it and by when.",
			{ Plan: "lines*", "Look again on": "date" },
		],
		check: [
			"Look again",
			"Look whether it works",
			"Look at usage and ask the sponsor.",
			{ Better: "yes|a little|no*", Notes: "lines" },
		],
	}),
	play("play-opportunity", "Grow a customer", "Understand what they could use, show it, make an offer.", {
		need: [
			"Understand the need",
			"Understand what more they could use",
			"Ask what they plan for the next half year.",
			{ Need: "lines*", Size: "small|medium|large" },
			{ "No budget this year": "Ask when the next budget is made, and schedule the play for a month before." },
		],
		show: [
			"Show it",
			"Show it to who would use it",
			"Keep it short: one example of their own.",
			{ "Shown on": "date" },
		],
		offer: ["Make an offer", "Make an offer", "Add a deal to the account with its value.", { Notes: "lines" }],
	}),
	play(
		"play-strategic",
		"Review with a strategic customer",
		"Prepare the quarter's review, hold it, keep what was agreed.",
		{
			prepare: [
				"Prepare the review",
				"Prepare the review",
				"Results of the quarter, open points, and what the next quarter should bring.",
				{ Agenda: "lines" },
			],
			hold: [
				"Hold the review",
				"Hold the review",
				"Let them speak first. Note what was agreed.",
				{ "Held on": "date*", Agreed: "lines" },
			],
			follow: ["Follow up", "Send what was agreed", "The same day, with names and dates.", { Notes: "lines" }],
		},
	),
];
