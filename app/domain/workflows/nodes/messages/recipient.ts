import { z } from "zod";
import { type SettingField, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { optional, optionalId } from "#app/domain/workflows/nodes/texts.ts";
import type { Ctx } from "#db/context.ts";

/** Who is written to: a contact, or the contact of a lead. */
export const recipientSettings = { contact: optionalId(), lead: optionalId() };

export type RecipientSettings = { contact: string; lead: string };

export const recipientFields: readonly SettingField[] = [
	{
		name: "contact",
		label: "Contact",
		kind: "text",
		isOptional: true,
		help: "A contact's id, such as {{ trigger.event.data.contactId }}. Empty: the lead's.",
	},
	{
		name: "lead",
		label: "Lead",
		kind: "text",
		isOptional: true,
		help: "A lead's id, such as {{ trigger.subject.id }}.",
	},
];

/** One of the two has to be named. */
export function namesRecipient({ contact, lead }: RecipientSettings, context: z.RefinementCtx): void {
	if (contact === "" && lead === "") {
		context.addIssue({ code: "custom", message: "say who is written to: a contact or a lead", path: ["contact"] });
	}
}

export type Recipient = { contactId: string; leadId?: string | undefined; locationId?: string | undefined };

/** The person behind the settings, with where their lead is. Fails in words for one that is not here. */
export async function recipientOf(ctx: Ctx, { contact, lead }: RecipientSettings): Promise<Recipient> {
	if (lead !== "") {
		const row = await ctx.db
			.selectFrom("leads")
			.select(["contact_id", "location_id"])
			.where("id", "=", lead)
			.executeTakeFirst();
		if (!row) throw new StepFailure("There is no such lead here.");
		if (contact !== "" && contact !== row.contact_id) throw new StepFailure("The lead is another contact's.");
		return { contactId: row.contact_id, leadId: lead, locationId: row.location_id };
	}
	const row = await ctx.db
		.selectFrom("contacts")
		.select("id")
		.where("id", "=", contact)
		.where("deleted_at", "is", null)
		.executeTakeFirst();
	if (!row) throw new StepFailure("There is no such contact here.");
	return { contactId: row.id };
}

/** Why it is written: consent, quiet hours and caps go by it. */
export const purposeSetting = z.enum(["notice", "reply", "reminder", "confirmation", "sequence"]).default("notice");

export const purposeField: SettingField = {
	name: "purpose",
	label: "It is a",
	kind: "choice",
	choices: [
		{ value: "notice", label: "Notice" },
		{ value: "reply", label: "Reply" },
		{ value: "reminder", label: "Reminder" },
		{ value: "confirmation", label: "Confirmation" },
		{ value: "sequence", label: "Follow-up, within the limits for follow-ups" },
	],
};

export const wordsSetting = (most: number) => optional(most).refine((text) => text !== "", "write what it says");
