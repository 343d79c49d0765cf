import type { MessageParts } from "#app/domain/messaging/schema.ts";
import { mailOf } from "./hand-over.ts";
import type { Origin } from "./origin.ts";

export type MailHeader = { name: string; value: string };

type Row = { id: string; to_address: string | null; subject: string; body_text: string; body_html: string | null };

/** The headers that an email will bear, made from the very mail that will be handed over. */
export function mailHeaders(org: string, row: Row, parts: MessageParts, origin: Origin): MailHeader[] {
	const { body_text: text, body_html: html, to_address: to, subject, id } = row;
	const mail = mailOf(org, { id, to: to ?? "", subject, text, html, parts, origin });
	const lines: [string, string | undefined][] = [
		["From", origin.shown],
		["To", mail.to.address || undefined],
		["Reply-To", mail.replyTo?.address],
		["Subject", mail.subject],
		["Message-ID", mail.messageId],
		["In-Reply-To", mail.inReplyTo],
		["List-Unsubscribe", mail.unsubscribeUrl ? `<${mail.unsubscribeUrl}>` : undefined],
		["List-Unsubscribe-Post", mail.unsubscribeUrl ? "List-Unsubscribe=One-Click" : undefined],
	];
	return lines.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}
