import { drawFlow, type FlowTemplate } from "./flow-template.ts";

const LEAD = "{{ trigger.subject.id }}";
const CONTACT = "{{ trigger.event.data.contactId }}";

export const leadTemplates: readonly FlowTemplate[] = [
	{
		id: "hand-out-leads",
		area: "leads",
		name: "Hand out new leads",
		summary: "Gives each new lead to the member with the fewest open ones, and tells them.",
		graph: drawFlow(
			{
				start: ["on_lead", "A lead came in", { what: "created" }],
				owner: ["assign_lead", "Give it to whoever has the fewest", { lead: LEAD }],
				tell: [
					"notify",
					"Tell the member",
					{
						member: "{{ steps.owner.owner }}",
						title: "A new lead is yours: {{ trigger.event.data.title }}",
						priority: "high",
					},
				],
			},
			["start>owner", "owner>tell"],
		),
	},
	{
		id: "call-silent-leads",
		area: "leads",
		name: "Call leads who do not answer",
		summary: "Waits four days for a reply to the follow-up. Who says nothing gets a call.",
		graph: drawFlow(
			{
				start: ["on_lead", "A lead came in", { what: "created" }],
				reply: ["wait_reply", "Wait for a reply", { contact: CONTACT, days: 4 }],
				call: [
					"create_task",
					"Call them",
					{
						title: "Call: {{ trigger.event.data.title }}",
						detail: "Four days without an answer.",
						priority: "high",
						dueInDays: 1,
					},
				],
				answered: ["end", "They answered"],
			},
			["start>reply", "reply>answered", "reply.late>call"],
		),
	},
	{
		id: "ask-why-lost",
		area: "leads",
		name: "Ask why a lead was lost",
		summary: "Two days after a lead is lost, asks the customer why, and gives a member the answer.",
		graph: drawFlow(
			{
				start: ["on_lead", "A lead was lost", { what: "moved", state: "lost" }],
				wait: ["wait", "Wait two days", { amount: 2, unit: "days" }],
				lead: ["read_lead", "Look at the lead", { lead: LEAD }],
				ask: [
					"send_email",
					"Ask why",
					{
						lead: LEAD,
						subject: "May we ask you something?",
						text: "Hello {{ steps.lead.contact.firstName }},\n\nyou decided against us for now. One line on why would help us to do better.\n\nThank you.",
						purpose: "sequence",
					},
				],
				reply: ["wait_reply", "Wait for the answer", { contact: "{{ steps.lead.contact.id }}", days: 7 }],
				tell: ["notify", "Show the answer", { title: "Why a lead was lost: {{ steps.lead.title }}" }],
			},
			["start>wait", "wait>lead", "lead>ask", "ask>reply", "reply>tell"],
		),
	},
];
