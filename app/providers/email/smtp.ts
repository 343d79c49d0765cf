import nodemailer, { type SMTPPoolOptions, type SMTPPoolSentMessageInfo, type Transporter } from "nodemailer";
import { assertOutsideTransaction } from "#app/base/transaction-guard.ts";
import { composeMail } from "./compose.ts";
import type { EmailSender, Mail, MailReceipt } from "./port.ts";
import { smtpFailure } from "./smtp-failure.ts";

export type SmtpConfig = {
	host: string;
	port: number;
	/** TLS from the first byte (port 465); otherwise STARTTLS where offered. */
	secure: boolean;
	auth?: { user: string; pass: string };
	/** Refuses to go on without encryption. By default on when there is a password and the host is not this machine. */
	requireTls?: boolean;
	/** The name in EHLO; nodemailer takes the machine's own without it. */
	clientName?: string;
	maxConnections?: number;
	/** Milliseconds: to connect, to the greeting, of silence, and for one mail altogether. */
	connectMs?: number;
	greetingMs?: number;
	silenceMs?: number;
	totalMs?: number;
};

/** A pool of connections to one mail server, by nodemailer. */
export function openSmtp(config: SmtpConfig): EmailSender {
	const transport: Transporter<SMTPPoolSentMessageInfo> = nodemailer.createTransport(poolOptions(config));
	watchHandover(transport);
	const totalMs = config.totalMs ?? 120_000;

	const underWay = new Set<Promise<unknown>>();

	async function deliver(mail: Mail, signal?: AbortSignal): Promise<MailReceipt> {
		const handover: Handover = { content: null };
		const limit = AbortSignal.timeout(totalMs);
		const options = { ...composeMail(mail), signal: signal ? AbortSignal.any([signal, limit]) : limit, handover };
		try {
			const info = await transport.sendMail(options);
			const response = String(info.response ?? "");
			return {
				providerMessageId: queueId(response) ?? mail.messageId,
				accepted: info.accepted,
				response,
			};
		} catch (error) {
			throw smtpFailure(error, handover.content?.readableEnded ?? false);
		}
	}

	return {
		name: "smtp",
		async send(mail, signal) {
			assertOutsideTransaction("Sending mail");
			const delivery = deliver(mail, signal);
			underWay.add(delivery);
			return delivery.finally(() => underWay.delete(delivery));
		},
		async check() {
			assertOutsideTransaction("Asking the mail server");
			try {
				await transport.verify();
				return { ok: true, reason: null };
			} catch (error) {
				return { ok: false, reason: smtpFailure(error, false).message };
			}
		},
		async stop() {
			transport.close();
			await Promise.allSettled(underWay);
		},
	};
}

function poolOptions(config: SmtpConfig): SMTPPoolOptions & { pool: true } {
	const local = ["localhost", "127.0.0.1", "::1"].includes(config.host);
	return {
		pool: true,
		host: config.host,
		port: config.port,
		secure: config.secure,
		auth: config.auth,
		name: config.clientName,
		requireTLS: !config.secure && (config.requireTls ?? (config.auth !== undefined && !local)),
		maxConnections: config.maxConnections ?? 5,
		// The pool would otherwise put a mail back into its own queue after a lost connection: trying again is the
		// outbox's decision, which knows whether the mail was handed over.
		maxRequeues: 0,
		connectionTimeout: config.connectMs ?? 15_000,
		greetingTimeout: config.greetingMs ?? 15_000,
		dnsTimeout: config.connectMs ?? 15_000,
		socketTimeout: config.silenceMs ?? 60_000,
		disableFileAccess: true,
		disableUrlAccess: true,
		logger: false,
	};
}

/** One try to send: the stream its content is read from, once there is one. */
type Handover = { content: { readableEnded: boolean } | null };

/**
 * Notes for each try the stream its content is read from. The closing dot follows the end of that stream, so until
 * then the server cannot have taken the mail; nodemailer's errors do not make that difference.
 */
function watchHandover(transport: Transporter<SMTPPoolSentMessageInfo>): void {
	transport.use("stream", (mail, done) => {
		const { handover } = mail.data as { handover?: Handover };
		const open = mail.message.createReadStream.bind(mail.message);
		mail.message.createReadStream = (...args: Parameters<typeof open>) => {
			const content = open(...args);
			if (handover) handover.content = content;
			return content;
		};
		done();
	});
}

/** The id a server names in its last reply: Postfix and SendGrid say `queued as`, others give a bare token. */
function queueId(response: string): string | null {
	const match =
		/\bqueued (?:mail )?(?:as|for delivery as) <?([A-Za-z0-9._=@+-]+)>?/i.exec(response) ??
		/^250 (?:2\.\d\.\d )?ok:? <?([A-Za-z0-9._=@+-]{8,})>?/i.exec(response);
	return match?.[1] ?? null;
}
