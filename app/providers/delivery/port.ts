/**
 * Why a message did not go out, for every channel:
 * - `rejected`: refused for good, the same message will be refused again.
 * - `temporary`: nothing was handed over, trying later is safe.
 * - `uncertain`: handed over without an answer; it may have gone out, so it is never sent again by itself.
 * - `suppressed`: the receiver opted out at the provider.
 */
export type SendErrorKind = "rejected" | "temporary" | "uncertain" | "suppressed";

export type SendErrorDetail = {
	/** The provider's own code: an SMTP reply such as `550`, a Twilio number such as `21610`. */
	code?: string;
	/** Seconds the provider asked to wait. */
	retryAfter?: number;
};

/** Thrown by every sender. `message` is safe to show to a member: it holds no credentials and no stack. */
export class SendError extends Error {
	readonly kind: SendErrorKind;
	readonly code: string | null;
	readonly retryAfter: number | null;

	constructor(kind: SendErrorKind, message: string, detail: SendErrorDetail = {}) {
		super(message);
		this.name = "SendError";
		this.kind = kind;
		this.code = detail.code ?? null;
		this.retryAfter = detail.retryAfter ?? null;
	}
}

/** What became of a message after it was handed over. `complained`: the receiver marked it as spam. */
export type DeliveryState = "queued" | "sent" | "delivered" | "bounced" | "failed" | "suppressed" | "complained";

/**
 * One report of a provider about one message, normalised. Reports arrive in any order and more than once:
 * `at` orders them, `eventId` (where the provider gives one) recognises a repetition.
 */
export type DeliveryReport = {
	provider: "twilio" | "sendgrid" | "resend";
	eventId: string | null;
	/** The provider's id of the message. */
	providerMessageId: string | null;
	/** Our own Message-ID with its angle brackets, where the report carries it. */
	messageId: string | null;
	/** The address or number the report is about. */
	recipient: string | null;
	state: DeliveryState;
	at: Date;
	reason: string | null;
	code: string | null;
	/** True when writing to this receiver again is pointless or unwelcome. */
	permanent: boolean;
	cost: MessageCost | null;
};

/** What a message cost, in millionths of the currency's unit (ISO 4217); never negative. */
export type MessageCost = { micros: number; currency: string };
