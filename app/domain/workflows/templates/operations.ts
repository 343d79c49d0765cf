import { drawFlow, type FlowTemplate } from "./flow-template.ts";

export const operationTemplates: readonly FlowTemplate[] = [
	{
		id: "form-to-deal",
		area: "operations",
		name: "A form becomes a contact and a deal",
		summary:
			"Whoever fills in the form on your site is a contact, known or new, with a deal, and a member hears of it.",
		graph: drawFlow(
			{
				start: ["on_webhook", "The form was sent"],
				contact: [
					"create_record",
					"The contact",
					{
						record: "contact",
						fields: [
							{ name: "firstName", value: '{{ trigger.body.?name.orValue("") }}' },
							{ name: "email", value: "{{ trigger.body.email }}" },
						],
					},
				],
				deal: [
					"create_record",
					"The deal",
					{
						record: "deal",
						fields: [
							{ name: "name", value: 'Request of {{ trigger.body.?name.orValue("a visitor") }}' },
							{ name: "contactId", value: "{{ steps.contact.id }}" },
							{ name: "description", value: '{{ trigger.body.?message.orValue("") }}' },
						],
					},
				],
				tell: ["notify", "Tell the members", { title: 'A request by the form: {{ trigger.body.?name.orValue("") }}' }],
			},
			["start>contact", "contact>deal", "deal>tell"],
		),
	},
	{
		id: "tell-other-system",
		area: "operations",
		name: "Tell another system of moved deals",
		summary: "Posts each deal that moves to an address of yours, signed; tells a member when it is not taken.",
		graph: drawFlow(
			{
				start: ["on_record", "A deal moved", { record: "deal", what: "moved" }],
				deal: ["find_record", "Look at the deal", { record: "deal", by: "id", value: "{{ trigger.subject.id }}" }],
				post: ["webhook", "Post it", { url: "https://example.com/hooks/deals", data: "steps.deal" }],
				sorry: [
					"notify",
					"Tell a member",
					{ title: "A moved deal was not taken by the other system", text: "{{ steps.post.error }}" },
				],
			},
			["start>deal", "deal.found>post", "post.error>sorry"],
		),
	},
	{
		id: "watch-service",
		area: "operations",
		name: "Watch a service",
		summary: "Asks an address every hour, and gives somebody a task when it does not answer well.",
		graph: drawFlow(
			{
				start: ["on_schedule", "Every hour", { cron: "0 * * * *" }],
				ask: ["http", "Ask it", { method: "GET", url: "https://example.com/health" }],
				task: [
					"create_task",
					"Look into it",
					{
						title: "The service does not answer",
						detail: "{{ steps.ask.error }}",
						priority: "urgent",
						about: "none",
						dueInDays: 0,
					},
				],
			},
			["start>ask", "ask.error>task"],
		),
	},
];
