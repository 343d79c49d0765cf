import { drawFlow, type FlowTemplate } from "./flow-template.ts";

export const successTemplates: readonly FlowTemplate[] = [
	{
		id: "onboard-customers",
		area: "success",
		name: "Onboard a new customer",
		summary: "An account that becomes a customer is led through kickoff, training and a first look back.",
		graph: drawFlow(
			{
				start: [
					"on_record",
					"An account became a customer",
					{
						record: "account",
						what: "changed",
						fields: "lifecycle",
						filter: 'event.changes.lifecycle[1] == "customer"',
					},
				],
				kickoff: [
					"guided",
					"Kickoff",
					{
						title: "Hold the kickoff",
						instructions: "Agree on what success means, who is in charge, and by when the first result is due.",
						fields: [
							{ name: "Goal", value: "lines*" },
							{ name: "In charge", value: "text" },
							{ name: "First result by", value: "date" },
						],
					},
				],
				training: [
					"guided",
					"Training",
					{ title: "Train the team", fields: [{ name: "How did it go", value: "well|so so|badly" }] },
				],
				wait: ["wait", "Wait thirty days", { amount: 30, unit: "days" }],
				look: [
					"guided",
					"Look back",
					{
						title: "Look back at the first month",
						instructions: "Compare with what was agreed at the kickoff.",
						fields: [
							{ name: "Goal reached", value: "yes/no*" },
							{ name: "Notes", value: "lines" },
						],
					},
				],
			},
			[
				"start>kickoff",
				"kickoff>training",
				"kickoff.skipped>training",
				"training>wait",
				"training.skipped>wait",
				"wait>look",
			],
		),
	},
	{
		id: "save-shrinking-accounts",
		area: "success",
		name: "Save a shrinking account",
		summary: "When an account's yearly revenue falls, a person calls, and notes what would keep them.",
		graph: drawFlow(
			{
				start: [
					"on_record",
					"Revenue fell",
					{
						record: "account",
						what: "changed",
						fields: "arrCents",
						filter: "event.changes.arrCents[1] < event.changes.arrCents[0]",
					},
				],
				call: [
					"guided",
					"Call them",
					{
						title: "Call and find out why",
						fields: [
							{ name: "Reason", value: "price|product|service|other*" },
							{ name: "What would keep them", value: "lines" },
						],
					},
				],
				price: ["branch", "Is it the price", { when: 'steps.call.values.Reason == "price"' }],
				ask: [
					"approval",
					"May we offer something",
					{ title: "An offer to keep an account", details: "{{ steps.call.values['What would keep them'] }}", days: 5 },
				],
			},
			["start>call", "call>price", "price.yes>ask"],
		),
	},
];
