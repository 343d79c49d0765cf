import { z } from "zod";
import { checkTemplate } from "#app/domain/messaging/rules/template.ts";
import { OUTBOX_CHANNELS } from "#app/domain/messaging/schema.ts";

/** The variables that a template may use, and what each stands for. */
export const TEMPLATE_VARIABLES = {
	"contact.firstName": "The contact's first name",
	"contact.lastName": "The contact's last name",
	"vehicle.label": "Year, make and model of the contact's newest vehicle",
	"service.name": "The service that the lead asked for",
	"location.name": "The location's name",
	"location.phone": "The location's phone number",
	"organisation.name": "Your organisation's name",
	"chat.url": "The link to this customer's chat",
} as const;

const NAMES = Object.keys(TEMPLATE_VARIABLES);

function checked(text: string, context: z.RefinementCtx): void {
	for (const problem of checkTemplate(text, NAMES)) context.addIssue({ code: "custom", message: problem.message });
}

/** A template as its form posts it. Texts with unknown or broken variables are refused before anything is saved. */
export const TemplateForm = z
	.object({
		act: z.literal("save"),
		name: z.string({ error: "Give it a name" }).trim().min(1, "Give it a name").max(120),
		channel: z.enum(OUTBOX_CHANNELS),
		subject: z.string().trim().max(300).default("").superRefine(checked),
		body: z
			.string({ error: "Write the text" })
			.trim()
			.min(1, "Write the text")
			.transform((text) => text.replace(/\r\n?/g, "\n"))
			.superRefine(checked),
		/** The version that was being edited; absent for a new template. */
		basedOn: z.coerce.number().int().min(0).default(0),
	})
	.superRefine((form, context) => {
		if (form.channel === "email" && form.subject === "") {
			context.addIssue({ code: "custom", path: ["subject"], message: "An email needs a subject" });
		}
		if (form.channel === "sms" && [...form.body].length > 1_600) {
			context.addIssue({ code: "custom", path: ["body"], message: "A text holds 1,600 characters at most" });
		}
	});
export type TemplateForm = z.infer<typeof TemplateForm>;
