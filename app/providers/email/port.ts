export type MailAddress = { name?: string; address: string };

/** Content stands inline; paths and links are not part of the type, so that no file is ever read by name. */
export type MailAttachment = { filename: string; contentType: string; content: string | Uint8Array };

/** An RFC 5545 calendar object; `method` is that of its METHOD property (RFC 5546). */
export type MailCalendar = {
	filename: string;
	method: "REQUEST" | "CANCEL" | "PUBLISH" | "REPLY";
	content: string;
};

export type Mail = {
	/** Stable across tries: made by `mailMessageId` from the message's row id. */
	messageId: string;
	from: MailAddress;
	/** Exactly one receiver. */
	to: MailAddress;
	replyTo?: MailAddress;
	subject: string;
	text: string;
	html?: string;
	/** Message-IDs with angle brackets, for threading (RFC 5322, section 3.6.4). */
	inReplyTo?: string;
	references?: string[];
	/** One-click unsubscribe (RFC 8058): becomes List-Unsubscribe and List-Unsubscribe-Post. An https URL. */
	unsubscribeUrl?: string;
	/** Further headers, such as Auto-Submitted. Address headers and line breaks are refused. */
	headers?: Record<string, string>;
	calendar?: MailCalendar;
	attachments?: MailAttachment[];
};

export type MailReceipt = {
	/** The server's queue id where its answer names one, else our own Message-ID. */
	providerMessageId: string;
	/** The addresses the server took. */
	accepted: string[];
	/** The server's last reply, such as `250 2.0.0 Ok: queued as 4XyZ`. */
	response: string;
};

/** Sends one mail to one receiver. Rejects with `SendError` (delivery/port.ts) and nothing else. */
export interface EmailSender {
	readonly name: string;
	send(mail: Mail, signal?: AbortSignal): Promise<MailReceipt>;
	/** Whether the server can be reached and takes our credentials. Never rejects. */
	check(): Promise<{ ok: boolean; reason: string | null }>;
	/** Ends idle connections; a mail under way finishes first. */
	stop(): Promise<void>;
}

/** The Message-ID for a message row: the same row has the same id on every try (RFC 5322, section 3.6.4). */
export function mailMessageId(rowId: string, domain: string): string {
	return `<${rowId}@${domain}>`;
}

/** The row id inside a Message-ID of ours, or null when it is not of that domain. */
export function rowIdOfMailMessageId(messageId: string, domain: string): string | null {
	const match = /^<?([^<>@\s]+)@([^<>@\s]+)>?$/.exec(messageId.trim());
	return match && match[2]?.toLowerCase() === domain.toLowerCase() ? (match[1] ?? null) : null;
}
