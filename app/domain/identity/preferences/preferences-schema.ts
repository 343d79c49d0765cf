import { z } from "zod";
import { TimeZone } from "#app/domain/identity/schema.ts";

/** The pages one may start on; a list, so that a stored preference can never lead elsewhere. */
export const START_PAGES = ["/today", "/leads", "/conversations", "/calendar", "/contacts", "/tasks"] as const;
export const LOCALES = ["en", "en-GB", "en-AU", "en-CA"] as const;

export const Notifications = z.object({
	leadAssigned: z.boolean().default(true),
	customerWrote: z.boolean().default(true),
	taskDue: z.boolean().default(true),
});

/** A member's own preferences (ID-3). */
export const Preferences = z.object({
	timeZone: TimeZone,
	locale: z.enum(LOCALES),
	theme: z.enum(["system", "light", "dark"]),
	startPage: z.enum(START_PAGES),
	notifications: Notifications,
});
export type Preferences = z.infer<typeof Preferences>;

/** A change of some of them; what is left out stays. */
export const PreferencesChange = Preferences.omit({ notifications: true })
	.extend({
		notifications: z.object({
			leadAssigned: z.boolean().optional(),
			customerWrote: z.boolean().optional(),
			taskDue: z.boolean().optional(),
		}),
	})
	.partial();
export type PreferencesChange = z.infer<typeof PreferencesChange>;
