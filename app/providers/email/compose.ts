import type { SendMailOptions } from "nodemailer";
import { SendError } from "#app/providers/delivery/port.ts";
import { hasControl, strictMailAddress } from "./address.ts";
import type { Mail, MailAddress } from "./port.ts";

/**
 * A mail in nodemailer's words. Addresses go as objects (a string with a comma would become two receivers), content
 * as strings and buffers (an object could name a file). Throws `SendError` of kind `rejected` for anything that could
 * smuggle in a header, a receiver or a file.
 */
export function composeMail(mail: Mail): SendMailOptions {
	const from = wireAddress(mail.from);
	const to = wireAddress(mail.to);
	return {
		from,
		to,
		envelope: { from: from.address, to: [to.address] },
		replyTo: mail.replyTo && wireAddress(mail.replyTo),
		subject: line(mail.subject, "subject"),
		messageId: id(mail.messageId),
		inReplyTo: mail.inReplyTo === undefined ? undefined : id(mail.inReplyTo),
		references: mail.references?.map(id),
		headers: headersOf(mail),
		text: content(mail.text),
		html: mail.html === undefined ? undefined : content(mail.html),
		icalEvent: mail.calendar && {
			method: mail.calendar.method,
			filename: line(mail.calendar.filename, "file name"),
			content: content(mail.calendar.content),
		},
		attachments: mail.attachments?.map((attachment) => ({
			filename: line(attachment.filename, "file name"),
			contentType: line(attachment.contentType, "content type"),
			content: typeof attachment.content === "string" ? attachment.content : Buffer.from(attachment.content),
			contentDisposition: "attachment",
		})),
		disableFileAccess: true,
		disableUrlAccess: true,
	};
}

function headersOf(mail: Mail): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(mail.headers ?? {})) {
		// RFC 5322, 2.2: a field name is printable ASCII without a colon; ours are tokens only.
		if (!/^[A-Za-z0-9-]+$/.test(name) || OWNED.test(name)) {
			throw new SendError("rejected", `The header ${JSON.stringify(name)} cannot be set.`);
		}
		headers[name] = line(value, `header ${name}`);
	}
	if (mail.unsubscribeUrl !== undefined) {
		// RFC 8058, section 3.1: one https URI, and List-Unsubscribe-Post with exactly this value.
		headers["List-Unsubscribe"] = `<${unsubscribeUrl(mail.unsubscribeUrl)}>`;
		headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click";
	}
	return headers;
}

function unsubscribeUrl(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : null;
	const local = url?.hostname === "localhost" || url?.hostname === "127.0.0.1";
	if (url?.protocol === "https:" || (url?.protocol === "http:" && local)) return url.href.replace(/[<>\s]/g, encodeURI);
	throw new SendError("rejected", "The unsubscribe link has to be an https address.");
}

function wireAddress(input: MailAddress): { name: string; address: string } {
	const { name, address } = strictMailAddress(input);
	return { name: name ?? "", address };
}

function line(text: string, what: string): string {
	if (typeof text !== "string" || hasControl(text)) {
		throw new SendError("rejected", `The ${what} has a line break or a control character in it.`);
	}
	return text;
}

function id(text: string): string {
	if (/^<[^<>@\s]+@[^<>@\s]+>$/.test(text) && !hasControl(text)) return text;
	throw new SendError("rejected", "A Message-ID has to look like <id@domain>.");
}

function content(text: string): string {
	if (typeof text === "string") return text;
	throw new SendError("rejected", "The content of a mail has to be text.");
}

/** Headers that have a field of their own in `Mail`, or that only the mailer and the servers may write. */
const OWNED =
	/^(to|cc|bcc|from|sender|reply-to|return-path|subject|date|message-id|in-reply-to|references|mime-version|received|dkim-signature|list-unsubscribe|list-unsubscribe-post|content-.*|resent-.*|arc-.*)$/i;
