import { z } from "zod";
import { Intelligence } from "#app/domain/success/intelligence/schema.ts";

/** Accounts that one delivery may tell of. */
export const MOST_ENTRIES = 100;
/** The largest body, in bytes. */
export const MOST_BYTES = 262_144;
/** How long what became of a delivery can be looked up. Days. */
export const KEPT_DAYS = 90;

export const HookName = z.object({
	name: z.string("Give it a name.").trim().min(1, "Give it a name.").max(100, "Use at most 100 characters."),
});

/** How a sender names an account: by our id, or by its domain or name. */
const Account = z
	.strictObject({
		id: z.uuid("The account's id is no id of this product."),
		domain: z.string().trim().min(1).max(253),
		name: z.string().trim().min(1).max(200),
	})
	.partial()
	.refine(({ id, domain, name }) => (id ?? domain ?? name) !== undefined, "Say which account: its id, domain or name.");

/** One account's part of a delivery. `at`: of which instant the values are; when the delivery was signed unless said. */
export const Entry = z.strictObject({
	account: z.preprocess((given) => (typeof given === "string" ? { name: given } : given), Account),
	at: z.iso.datetime({ offset: true, message: "Write at as 2026-11-26T09:30:00Z." }).optional(),
	...Intelligence.shape,
});
export type Entry = z.input<typeof Entry> & { account: z.output<typeof Account> };

/** What is said of an entry that changed nothing: refused, or of an earlier instant than what is known. */
export type Remark = {
	/** Its place in the delivery, from 1. */
	entry: number;
	account: string;
	accountId?: string;
	kind: "refused" | "late";
	reason: string;
};

export const DELIVERY_STATES = ["received", "processed", "rejected"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
