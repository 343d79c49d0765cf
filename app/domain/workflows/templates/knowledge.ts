import { drawFlow, type FlowTemplate } from "./flow-template.ts";

export const knowledgeTemplates: readonly FlowTemplate[] = [
	{
		id: "answer-from-documents",
		area: "knowledge",
		name: "Answer emails from documents",
		summary:
			"Looks an email's question up, has a model draft an answer, and sends it once a member has read it, changed it where needed, and approved.",
		graph: drawFlow(
			{
				start: ["on_message", "An email came in", { channel: "email" }],
				read: ["read_message", "Read it", { message: "{{ trigger.subject.id }}" }],
				look: [
					"search_knowledge",
					"Look it up",
					{ question: "{{ steps.read.text.substring(0, size(steps.read.text) < 900 ? size(steps.read.text) : 900) }}" },
				],
				draft: [
					"ask_ai",
					"Draft an answer",
					{
						prompt:
							"Write a short, friendly answer to the customer's email. Use only what the passages say; where they do not say it, say that a colleague will look into it.\n\nPASSAGES:\n{{ steps.look.text }}\n\nEMAIL:\n{{ steps.read.text }}",
					},
				],
				ask: [
					"approval",
					"Is it right",
					{ title: "Answer to {{ steps.read.from }}", text: "{{ steps.draft.answer }}", role: "user", days: 2 },
				],
				send: [
					"send_email",
					"Send it",
					{
						contact: "{{ trigger.event.data.contactId }}",
						subject: "Re: {{ steps.read.subject }}",
						text: "{{ steps.ask.text }}",
						purpose: "reply",
					},
				],
			},
			["start>read", "read>look", "look.found>draft", "draft>ask", "ask.approved>send"],
		),
	},
	{
		id: "review-knowledge",
		area: "knowledge",
		name: "Review the knowledge weekly",
		summary: "Each Monday, somebody goes through the questions that found no answer.",
		graph: drawFlow(
			{
				start: ["on_schedule", "Mondays at nine", { cron: "0 9 * * 1" }],
				task: [
					"create_task",
					"Go through the list",
					{
						title: "Go through the questions without an answer",
						detail: "Knowledge, Review. Add what is missing to a document.",
						about: "none",
						dueInDays: 2,
					},
				],
			},
			["start>task"],
		),
	},
];
