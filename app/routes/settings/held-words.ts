import { mayLeave } from "#app/domain/identity/mail/system-mail.ts";

/** What to do while mail about identity to an address is held, after a sentence; nothing when it goes out. Never the link. */
export function heldWords(email: string): string {
	if (mayLeave(email)) return "";
	return " The mail is held, because sending mail about identity is off here; whoever runs this server can read its link with: npm run mail-links";
}
