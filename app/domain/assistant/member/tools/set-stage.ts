import { z } from "zod";
import { CONTACT_STAGE_LABELS, CONTACT_STAGES } from "#app/domain/crm/contacts/schema.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import type { ChangeTool } from "./tool.ts";

const Input = z.object({
	contactId: z.uuid(),
	stage: z
		.string()
		.trim()
		.toLowerCase()
		.pipe(z.enum(CONTACT_STAGES, { error: `A contact's stage is one of ${CONTACT_STAGES.join(", ")}` })),
});

export const setStage: ChangeTool<z.output<typeof Input>> = {
	name: "set_stage",
	purpose: "Set the lifecycle stage of a contact: lead, prospect, customer or former.",
	permission: "contacts.edit",
	input: Input,
	async words(ctx, { contactId, stage }) {
		const { name, values } = await getRecord(ctx, "contact", contactId);
		const before = CONTACT_STAGE_LABELS[values.stage as keyof typeof CONTACT_STAGE_LABELS];
		return `Set the stage of ${name} from ${before ?? "none"} to ${CONTACT_STAGE_LABELS[stage]}`;
	},
	async carryOut(ctx, { contactId, stage }) {
		await updateContact(ctx, { id: contactId, stage });
		return { message: `The stage is ${CONTACT_STAGE_LABELS[stage]} now.`, href: `/contacts/${contactId}` };
	},
};
