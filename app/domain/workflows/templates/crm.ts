import { drawFlow, type FlowTemplate } from "./flow-template.ts";

const RECORD = "{{ trigger.subject.id }}";

export const crmTemplates: readonly FlowTemplate[] = [
	{
		id: "own-every-contact",
		area: "crm",
		name: "An owner for every contact",
		summary: "Gives each new contact who is nobody's to the member with the fewest.",
		graph: drawFlow(
			{
				start: ["on_record", "A contact was added", { record: "contact", what: "created" }],
				owner: ["assign", "Give them to a member", { record: "contact", id: RECORD }],
			},
			["start>owner"],
		),
	},
	{
		id: "approve-large-deals",
		area: "crm",
		name: "Approve large deals",
		summary: "A deal of 10,000 or more is looked at by a manager; who declines it makes a task of it.",
		graph: drawFlow(
			{
				start: [
					"on_record",
					"A large deal was added",
					{
						record: "deal",
						what: "created",
						filter: '"valueCents" in event.changes && event.changes.valueCents[1] >= 1000000',
					},
				],
				deal: ["find_record", "Look at the deal", { record: "deal", by: "id", value: RECORD }],
				ask: ["approval", "Ask a manager", { title: "A large deal: {{ steps.deal.fields.name }}", days: 7 }],
				check: [
					"create_task",
					"Go over it again",
					{ title: "Not approved: {{ steps.deal.fields.name }}", priority: "high" },
				],
			},
			["start>deal", "deal.found>ask", "ask.declined>check", "ask.late>check"],
		),
	},
	{
		id: "prepare-renewals",
		area: "crm",
		name: "Prepare renewals",
		summary: "Thirty days before an account renews, its owner gets a task.",
		graph: drawFlow(
			{
				start: ["on_record", "A day of renewal was set", { record: "account", what: "changed", fields: "renewalOn" }],
				account: ["find_record", "Look at the account", { record: "account", by: "id", value: RECORD }],
				dated: [
					"branch",
					"Is it within a year",
					{
						// A wait lasts 400 days at most; who renews later is met by the next change.
						when: 'steps.account.fields.renewalOn != null && timestamp(steps.account.fields.renewalOn + "T00:00:00Z") < now + duration("10200h")',
					},
				],
				wait: [
					"wait",
					"Until thirty days before",
					{
						kind: "until",
						until: '{{ timestamp(steps.account.fields.renewalOn + "T08:00:00Z") - duration("720h") }}',
					},
				],
				task: [
					"create_task",
					"Prepare the renewal",
					{
						title: "{{ steps.account.fields.name }} renews on {{ steps.account.fields.renewalOn }}",
						assignee: "{{ steps.account.fields.ownerId }}",
						priority: "high",
						dueInDays: 7,
					},
				],
			},
			["start>account", "account.found>dated", "dated.yes>wait", "wait>task"],
		),
	},
];
