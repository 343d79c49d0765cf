import PostalMime, { type Email } from "postal-mime";
import { htmlToText } from "./html-to-text.ts";

/** An inbound mail as far as a conversation needs it. Addresses are lower-case; ids have their angle brackets. */
export type InboundMail = {
	messageId: string | undefined;
	from: string | undefined;
	fromName: string | undefined;
	/** Every address it was sent to, as far as its headers tell. */
	to: string[];
	subject: string;
	/** The new words, without what was quoted below them. */
	text: string;
	/** The messages it answers, nearest first. */
	references: string[];
	/** Written by a machine: an absence note, a list, a bounce (RFC 3834). */
	automatic: boolean;
	attachments: { name: string; mediaType: string; size: number }[];
	/** A mail server's word that a mail came back (RFC 3464). */
	bounce: Bounce | undefined;
};

export type Bounce = { recipient: string | undefined; status: string | undefined; reason: string | undefined };

const MOST_TEXT = 100_000;
/** What of a body is looked at: markup takes room, and words beyond this are not kept anyway. */
const MOST_READ = 1_000_000;

/** Reads a mail in RFC 5322 form. Rejects what cannot be read at all; anything odd within it is left out. */
export async function parseMail(raw: Uint8Array): Promise<InboundMail> {
	const mail = await PostalMime.parse(raw, { maxNestingDepth: 50, maxHeadersSize: 256 * 1024 });
	const words = mail.text?.slice(0, MOST_READ).trim();
	const text = words || htmlToText((mail.html ?? "").slice(0, MOST_READ));
	const report = mail.attachments.find((part) => part.mimeType === "message/delivery-status");
	return {
		messageId: bracketed(mail.messageId),
		from: mail.from?.address?.trim().toLowerCase() || undefined,
		fromName: oneLine(mail.from?.name ?? "") || undefined,
		to: addressesOf(mail),
		subject: oneLine(mail.subject ?? "").slice(0, 300),
		text: withoutQuote(plain(text)).slice(0, MOST_TEXT),
		references: report ? originalIds(mail) : referencesOf(mail),
		automatic: isAutomatic(mail) || report !== undefined,
		attachments: mail.attachments.slice(0, 50).map((part) => ({
			name: oneLine(part.filename ?? "").slice(0, 200) || "Unnamed file",
			mediaType: oneLine(part.mimeType).slice(0, 100),
			size: sizeOf(part.content),
		})),
		bounce: report ? readBounce(textOf(report.content)) : undefined,
	};
}

function addressesOf(mail: Email): string[] {
	const listed = [...(mail.to ?? []), ...(mail.cc ?? [])].map((one) => one.address ?? "");
	const enveloped = ["delivered-to", "x-original-to", "x-forwarded-to"].flatMap((name) => headers(mail, name));
	return [...listed, ...enveloped].map((address) => address.trim().toLowerCase()).filter(Boolean);
}

function referencesOf(mail: Email): string[] {
	const ids = `${mail.references ?? ""} ${mail.inReplyTo ?? ""}`.match(/<[^<>\s]{3,300}>/g) ?? [];
	return [...new Set(ids.reverse())].slice(0, 50);
}

/** The mail that came back is enclosed, whole or its headers; its Message-ID says which it was. */
function originalIds(mail: Email): string[] {
	const enclosed = mail.attachments.filter((part) =>
		/^message\/(rfc822|global)|^text\/rfc822-headers/.test(part.mimeType),
	);
	const found = enclosed.flatMap(
		(part) => /^message-id:\s*(<[^<>\s]{3,300}>)/im.exec(textOf(part.content).slice(0, 65_536))?.[1] ?? [],
	);
	return [...found, ...referencesOf(mail)];
}

/** How absence notes begin that say nothing in their headers: the words of Outlook, Exchange and Gmail. */
const ABSENT =
	/^\s*(automatic reply|auto[- ]?reply|auto[- ]?response|automatische antwort|abwesenheitsnotiz|réponse automatique|respuesta automática|out of (the )?office\s*($|[:(-]|–|re:|auto))/i;

function isAutomatic(mail: Email): boolean {
	const submitted = headers(mail, "auto-submitted")[0]?.toLowerCase();
	if (submitted && !submitted.startsWith("no")) return true;
	if (headers(mail, "precedence").some((value) => /^(bulk|junk|list|auto_reply)$/i.test(value.trim()))) return true;
	if (ABSENT.test(mail.subject ?? "")) return true;
	if (headers(mail, "x-autoreply").length + headers(mail, "x-autorespond").length > 0) return true;
	if (headers(mail, "list-id").length > 0 || headers(mail, "return-path").some((value) => value.trim() === "<>"))
		return true;
	return /^(mailer-daemon|postmaster|no-?reply)@/i.test(mail.from?.address ?? "");
}

/** The fields of the first failed recipient (RFC 3464, 2.3). */
function readBounce(status: string): Bounce | undefined {
	if (!/^action:\s*failed/im.test(status)) return undefined;
	const field = (name: string) => {
		const found = new RegExp(`^${name}:\\s*(?:[a-z0-9-]+;)?\\s*(.{1,500})`, "im").exec(status)?.[1];
		return found === undefined ? undefined : oneLine(found);
	};
	return {
		recipient: field("final-recipient")?.replace(/[<>]/g, "").toLowerCase(),
		status: field("status"),
		reason: field("diagnostic-code"),
	};
}

/** What stands above the quotation, as the usual clients mark it; everything when nothing would be left. */
function withoutQuote(text: string): string {
	const lines = text.split("\n");
	const lastWords = lines.findLastIndex((line) => line.trim() !== "" && !line.startsWith(">"));
	const cut = lines.findIndex(
		(line, index) =>
			/^-{2,}\s*(original message|forwarded message)\s*-{2,}$/i.test(line.trim()) ||
			(/^(on|am|le|el)\b.{5,200}(wrote|schrieb.*|écrit|escribió)\s*:$/i.test(line.trim()) && index > 0) ||
			(line.startsWith(">") && index > lastWords),
	);
	const kept = cut < 0 ? text : lines.slice(0, cut).join("\n");
	return kept.trim() || text.trim();
}

function headers(mail: Email, name: string): string[] {
	return mail.headers.filter((header) => header.key === name).map((header) => header.value);
}

function bracketed(id: string | undefined): string | undefined {
	return id ? /<[^<>\s\p{Cc}]{3,300}>/u.exec(id)?.[0] : undefined;
}

function textOf(content: ArrayBuffer | Uint8Array | string): string {
	return typeof content === "string" ? content : Buffer.from(content as Uint8Array).toString("utf8");
}

function sizeOf(content: ArrayBuffer | Uint8Array | string): number {
	return typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;
}

function plain(text: string): string {
	return text.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\n\t]/gu, "");
}

function oneLine(text: string): string {
	return text.replace(/[\p{Cc}\s\u2028\u2029]+/gu, " ").trim();
}
