import { env } from "#app/base/env.ts";
import type { NewSystemMail } from "./system-mail.ts";

// Plain text on purpose: these mails must be readable everywhere, and hold one link built from the public URL only.

/** Asks for a click that proves the address. */
export function verifyEmailMail(recipient: string, token: string): NewSystemMail {
	const link = `${env().publicUrl}/verify-email/${token}`;
	return {
		kind: "verify-email",
		recipient,
		link,
		subject: "Confirm your email address",
		body: lines(
			"Someone, we hope you, signed up to Perigee with this address. Confirm that it is yours:",
			link,
			"The link works once and for 24 hours. If it was not you, ignore this mail.",
		),
	};
}

/** Tells someone who has an account already that somebody tried to sign up with their address. */
export function accountExistsMail(recipient: string): NewSystemMail {
	return {
		kind: "account-exists",
		recipient,
		subject: "You already have an account",
		body: lines(
			"Someone, perhaps you, tried to sign up to Perigee with this address. It has an account already.",
			`Sign in at ${env().publicUrl}/sign-in, or choose a new password at ${env().publicUrl}/reset-password.`,
			"If it was not you, ignore this mail. Nothing was changed.",
		),
	};
}

/** Carries the link that sets a new password. */
export function resetPasswordMail(recipient: string, token: string): NewSystemMail {
	const link = `${env().publicUrl}/reset-password/${token}`;
	return {
		kind: "reset-password",
		recipient,
		link,
		subject: "Choose a new password",
		body: lines(
			"Someone, we hope you, asked for a new password for this address. Choose it here:",
			link,
			"The link works once and for 24 hours. If it was not you, ignore this mail; your password stays as it is.",
		),
	};
}

/** Says that the password was changed, so that a theft is noticed. */
export function passwordChangedMail(recipient: string): NewSystemMail {
	return {
		kind: "password-changed",
		recipient,
		subject: "Your password was changed",
		body: lines(
			"The password of your Perigee account was changed, and every other session was ended.",
			`If it was not you, choose a new one at once: ${env().publicUrl}/reset-password`,
		),
	};
}

/** Invites to an organisation. Names come from people, so line breaks in them are closed up. */
export function invitationMail(invited: {
	recipient: string;
	token: string;
	org: string;
	inviter: string;
	days: number;
}): NewSystemMail {
	const link = `${env().publicUrl}/invitations/${invited.token}`;
	const [org, inviter] = [oneLine(invited.org), oneLine(invited.inviter)];
	return {
		kind: "invitation",
		recipient: invited.recipient,
		link,
		subject: `${inviter} invites you to ${org}`,
		body: lines(
			`${inviter} invites you to work in ${org} on Perigee. Accept or look at the invitation here:`,
			link,
			`The link works once and for ${invited.days} days. If you did not expect it, ignore this mail.`,
		),
	};
}

function oneLine(text: string): string {
	return text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, " ").trim();
}

function lines(...paragraphs: string[]): string {
	return `${paragraphs.join("\n\n")}\n`;
}
