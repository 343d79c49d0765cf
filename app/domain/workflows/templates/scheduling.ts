import { drawFlow, type FlowTemplate } from "./flow-template.ts";

const CONTACT = "{{ trigger.event.data.contactId }}";

export const schedulingTemplates: readonly FlowTemplate[] = [
	{
		id: "win-back-missed",
		area: "scheduling",
		name: "Win back a missed appointment",
		summary: "Offers who did not come another time by SMS; who does not answer gets a call.",
		graph: drawFlow(
			{
				start: ["on_event", "An appointment was missed", { event: "appointment.missed" }],
				text: [
					"send_sms",
					"Offer another time",
					{ contact: CONTACT, text: "We missed you today. Answer this message and we find another time." },
				],
				reply: ["wait_reply", "Wait for a reply", { contact: CONTACT, days: 2 }],
				call: [
					"create_task",
					"Call them",
					{ title: "Missed an appointment and did not answer", about: "contact", aboutId: CONTACT, dueInDays: 1 },
				],
			},
			["start>text", "text>reply", "reply.late>call"],
		),
	},
	{
		id: "thank-after-visit",
		area: "scheduling",
		name: "Thank after a visit",
		summary: "A day after the work is done, thanks the customer and asks how it was.",
		graph: drawFlow(
			{
				start: ["on_event", "The work was done", { event: "appointment.completed" }],
				wait: ["wait", "Wait a day", { amount: 1, unit: "days" }],
				mail: [
					"send_email",
					"Say thanks",
					{
						contact: CONTACT,
						subject: "Thank you for coming",
						text: "Thank you for coming. How was it? One line is enough, and we read every answer.",
						purpose: "sequence",
					},
				],
			},
			["start>wait", "wait>mail"],
		),
	},
];
