import { drawFlow, type FlowTemplate } from "./flow-template.ts";

const CONTACT = "{{ trigger.event.data.contactId }}";
const MESSAGE = "{{ trigger.subject.id }}";

export const messageTemplates: readonly FlowTemplate[] = [
	{
		id: "sort-messages",
		area: "messages",
		name: "Sort what comes in",
		summary: "Reads each message and makes complaints and cancellations a matter for a person at once.",
		graph: drawFlow(
			{
				start: ["on_message", "A message came in"],
				read: ["read_message", "Read it", { message: MESSAGE }],
				sort: [
					"classify",
					"What is it",
					{
						text: "{{ steps.read.subject }} {{ steps.read.text }}",
						labels: [
							{ name: "complaint", value: "complaint, angry, refund, broken, unacceptable, disappointed" },
							{ name: "cancellation", value: "cancel, cancellation, end my contract" },
						],
					},
				],
				angry: [
					"create_task",
					"Answer the complaint",
					{
						title: "Complaint from {{ steps.read.from }}",
						detail: "{{ steps.read.text }}",
						priority: "urgent",
						about: "contact",
						aboutId: CONTACT,
						dueInDays: 0,
					},
				],
				leaving: [
					"create_task",
					"Talk to them",
					{
						title: "{{ steps.read.from }} wants to cancel",
						detail: "{{ steps.read.text }}",
						priority: "high",
						about: "contact",
						aboutId: CONTACT,
						dueInDays: 1,
					},
				],
			},
			["start>read", "read>sort", "sort.complaint>angry", "sort.cancellation>leaving"],
		),
	},
	{
		id: "text-then-mail",
		area: "messages",
		name: "Text, then write an email",
		summary: "Started by hand for a contact: an SMS, and an email to whoever has not answered after two days.",
		graph: drawFlow(
			{
				start: ["manual", "By hand"],
				text: ["send_sms", "Text them", { contact: "{{ trigger.contact }}", text: "{{ trigger.text }}" }],
				reply: ["wait_reply", "Wait for a reply", { contact: "{{ trigger.contact }}", days: 2 }],
				mail: [
					"send_email",
					"Write an email",
					{ contact: "{{ trigger.contact }}", subject: "{{ trigger.subject }}", text: "{{ trigger.text }}" },
				],
			},
			["start>text", "text>reply", "reply.late>mail"],
		),
	},
];
