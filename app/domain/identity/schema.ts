import { z } from "zod";

/** An email address as it is stored and compared: trimmed and in lower case. */
export const Email = z
	.string()
	.trim()
	.toLowerCase()
	.pipe(z.email("Write an email address, such as name@firm.com"))
	.pipe(z.string().max(254));

/** NIST SP 800-63B, 5.1.1.2: length over composition, at least 8; up to 200 so that a sentence fits. */
export const Password = z.string().min(8, "Use at least 8 characters").max(200, "Use at most 200 characters");

export const SignIn = z.object({
	email: Email,
	password: z.string().min(1, "Write your password").max(200),
	next: z.string().max(2_000).optional(),
});
export type SignIn = z.infer<typeof SignIn>;
