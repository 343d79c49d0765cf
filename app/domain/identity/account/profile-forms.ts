import { z } from "zod";
import { LOCALES, START_PAGES } from "#app/domain/identity/preferences/preferences-schema.ts";
import { Name, Password, TimeZone } from "#app/domain/identity/schema.ts";

/** The forms of the profile page, told apart by the button's `act`. */
export const NameForm = z.object({ act: z.literal("name"), name: Name });

export const PasswordForm = z.object({
	act: z.literal("password"),
	password: z.string("Write your present password").min(1, "Write your present password").max(200),
	newPassword: Password,
});

export const PreferencesForm = z.object({
	act: z.literal("preferences"),
	timeZone: TimeZone,
	locale: z.enum(LOCALES),
	theme: z.enum(["system", "light", "dark"]),
	startPage: z.enum(START_PAGES),
});

export const ResendForm = z.object({ act: z.literal("resend") });

export const ProfileForm = z.discriminatedUnion("act", [NameForm, PasswordForm, PreferencesForm, ResendForm]);
