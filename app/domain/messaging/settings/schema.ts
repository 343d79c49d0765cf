import { z } from "zod";
import { fitsAddress, plainAddress } from "#app/domain/messaging/rules/address.ts";
import { OUTBOX_CHANNELS } from "#app/domain/messaging/schema.ts";

const Clock = z
	.string({ error: "Write a time such as 21:00" })
	.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time such as 21:00");
const ticked = z
	.literal("on")
	.optional()
	.transform((value) => value === "on");

/** The forms of the page about sending; each posts its `act`. */
export const SwitchesForm = z.object({ act: z.literal("switches"), email: ticked, sms: ticked, webhook: ticked });
export const RulesForm = z.object({
	act: z.literal("rules"),
	quiet: ticked,
	starts: Clock.default("21:00"),
	ends: Clock.default("08:00"),
	perDay: z.coerce.number("Write a number").int().min(1, "At least 1").max(50, "At most 50"),
	perWeek: z.coerce.number("Write a number").int().min(1, "At least 1").max(200, "At most 200"),
});
export const AddAddressForm = z
	.object({
		act: z.literal("add-address"),
		channel: z.enum(OUTBOX_CHANNELS),
		address: z.string({ error: "Write an address or a number" }).trim().max(254),
		locationId: z.uuid().optional(),
	})
	.superRefine((form, context) => {
		if (fitsAddress(form.channel, plainAddress(form.channel, form.address))) return;
		const message = "Write one email address, or one number such as +15005550006";
		context.addIssue({ code: "custom", path: ["address"], message });
	});
export const RemoveAddressForm = z.object({ act: z.literal("remove-address"), id: z.uuid() });

export const SendingForm = z.discriminatedUnion("act", [SwitchesForm, RulesForm, AddAddressForm, RemoveAddressForm]);
