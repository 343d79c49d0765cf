import { z } from "zod";

/** An email address as it is stored and compared: trimmed and in lower case. */
export const Email = z
	.string("Write an email address")
	.trim()
	.toLowerCase()
	.pipe(z.email("Write an email address, such as name@firm.com"))
	.pipe(z.string().max(254));

/** NIST SP 800-63B, 5.1.1.2: length over composition, at least 8; up to 200 so that a sentence fits. */
export const Password = z
	.string("Choose a password")
	.min(8, "Use at least 8 characters")
	.max(200, "Use at most 200 characters");

/** The name of a person or an organisation: one line. */
export const Name = z
	.string("Write a name")
	.trim()
	.min(1, "Write a name")
	.max(100, "Use at most 100 characters")
	.refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), "Keep it on one line");

/** An IANA zone that this server's Intl knows. */
export const TimeZone = z
	.string()
	.trim()
	.max(64)
	.refine(isTimeZone, "Choose a time zone from the list, such as America/New_York");

/** A zone guessed by a browser: an unusable one counts as none, since nobody typed it. */
export const GuessedZone = z
	.string()
	.optional()
	.transform((zone) => (zone && isTimeZone(zone) ? zone : undefined));

export const Role = z.enum(["viewer", "user", "manager", "admin", "owner"]);

/** What each role is for, in the order of rank. */
export const ROLES = [
	{ value: "viewer", label: "Viewer", help: "reads everything but administration" },
	{ value: "user", label: "User", help: "works with leads, contacts and appointments" },
	{ value: "manager", label: "Manager", help: "also sequences, templates and releasing messages" },
	{ value: "admin", label: "Administrator", help: "also members, settings, keys and the audit log" },
	{ value: "owner", label: "Owner", help: "everything, and cannot be removed while the last one" },
] as const;

export const SignIn = z.object({
	email: Email,
	password: z.string("Write your password").min(1, "Write your password").max(200),
	next: z.string().max(2_000).optional(),
});
export type SignIn = z.infer<typeof SignIn>;

export const SignUp = z.object({
	name: Name,
	email: Email,
	password: Password,
	organisation: Name,
	timeZone: GuessedZone,
});
export type SignUp = z.infer<typeof SignUp>;

export const InviteMember = z.object({ email: Email, role: Role });

export const NewOrganisation = z.object({ name: Name, timeZone: GuessedZone });

export const Currency = z
	.string()
	.trim()
	.toUpperCase()
	.refine((code) => Intl.supportedValuesOf("currency").includes(code), "Choose a currency, such as USD");

export const Organisation = z.object({
	name: Name,
	timeZone: TimeZone,
	currency: Currency,
	colour: z.string().regex(/^#[0-9a-f]{6}$/i, "Write a colour such as #0f766e"),
	version: z.coerce.number().int(),
});
export type Organisation = z.infer<typeof Organisation>;

function isTimeZone(zone: string): boolean {
	try {
		return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone })) && !/^[+-]/.test(zone);
	} catch {
		return false;
	}
}
