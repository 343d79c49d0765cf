import { z } from "zod";
import { LEAD_STATES, type LeadState, type TouchStatus } from "./rules.ts";

export const LEAD_SOURCES = ["shop", "form", "chat", "api", "member", "email", "sms"] as const;
export type LeadSource = (typeof LEAD_SOURCES)[number];

export const LEAD_STATE_LABELS: Readonly<Record<LeadState, string>> = {
	new: "New",
	contacted: "Contacted",
	engaged: "Engaged",
	booked: "Booked",
	won: "Won",
	lost: "Lost",
};

export const LEAD_SOURCE_LABELS: Readonly<Record<LeadSource, string>> = {
	shop: "Shop",
	form: "Form",
	chat: "Chat",
	api: "API",
	member: "By hand",
	email: "Email",
	sms: "SMS",
};

/** Where a lead's sequence stands. */
export const SEQUENCE_STATE_LABELS: Readonly<Record<string, string>> = {
	running: "Running",
	paused: "Paused",
	stopped: "Stopped",
	finished: "Finished",
};

export const TOUCH_STATUS_LABELS: Readonly<Record<TouchStatus, string>> = {
	scheduled: "Scheduled",
	held: "Held",
	sending: "Sending",
	sent: "Sent",
	delivered: "Delivered",
	failed: "Failed",
	skipped: "Skipped",
	cancelled: "Cancelled",
};

/** What a list of leads is narrowed by; what cannot be read is left aside, so that an old link still opens. */
export const LeadFilter = z.object({
	state: z.enum(LEAD_STATES).optional().catch(undefined),
	locationId: z.uuid().optional().catch(undefined),
	/** A member, or `none`: nobody's. */
	ownerId: z
		.union([z.uuid(), z.literal("none")])
		.optional()
		.catch(undefined),
	source: z.enum(LEAD_SOURCES).optional().catch(undefined),
	/** The beginning of a name, an email address or a phone number. */
	q: z.string().trim().min(1).max(100).optional().catch(undefined),
});
export type LeadFilter = z.output<typeof LeadFilter>;

/** What a member may change of a lead. Absent: as it is. */
export const LeadChange = z.object({
	version: z.coerce.number().int().positive().optional(),
	state: z.enum(LEAD_STATES).optional(),
	lostReason: z.string().trim().max(300).optional(),
	ownerId: z.uuid().nullable().optional(),
	title: z.string().trim().min(1, "Say what it is about.").max(300).optional(),
	valueCents: z.int().min(0).max(100_000_000_000).nullable().optional(),
});
export type LeadChange = z.output<typeof LeadChange>;
