import type { z } from "zod";

/** Text from people, documents and web pages stands here and never in `system`. */
export type ModelMessage = { role: "user" | "assistant"; content: string };

export type ModelRequest = {
	/** Our own instructions only. */
	system: string;
	messages: ModelMessage[];
	maxTokens: number;
	/** A JSON Schema the answer has to follow. */
	schema?: { name: string; json: Record<string, unknown> };
	signal: AbortSignal;
};

export type TokenUsage = { inputTokens: number; outputTokens: number };

/** `length`: cut by maxTokens. `refused`: the model or a filter of the provider declined. */
export type StopReason = "end" | "length" | "refused";

/**
 * Any number of `text` and `thinking` (a sign of life without text), then exactly one `end`; a stream that breaks off
 * before `end` throws `ModelError`.
 */
export type ModelEvent =
	| { type: "text"; text: string }
	| { type: "thinking" }
	| { type: "end"; usage: TokenUsage | null; stopReason: StopReason; model: string };

/** One model at one provider. Throws `ModelError` and nothing else. */
export interface ModelProvider {
	readonly name: string;
	readonly model: string;
	generate(request: ModelRequest): AsyncIterable<ModelEvent>;
	/** Whether the provider answers and knows the model; costs no tokens. Throws `ModelError`. */
	check(signal: AbortSignal): Promise<void>;
}

/**
 * - `unreachable`: no connection, or it broke.
 * - `slow`: no first token, or no end, in time.
 * - `limited`: 429 or overloaded.
 * - `failed`: 5xx, or an error event in the stream.
 * - `denied`: 401, 403, 404 or 400; our key, our model name or our request is wrong.
 * - `malformed`: not the wire format, or an answer that does not follow the schema after one repair.
 * - `refused`: the model declined.
 * - `stopped`: the caller's signal.
 */
export type ModelErrorKind =
	| "unreachable"
	| "slow"
	| "limited"
	| "failed"
	| "denied"
	| "malformed"
	| "refused"
	| "stopped";

/** `message` is ours or cleaned of credentials; it can be shown to an administrator. */
export class ModelError extends Error {
	readonly kind: ModelErrorKind;
	readonly status: number | null;

	constructor(kind: ModelErrorKind, message: string, status: number | null = null) {
		super(message);
		this.name = "ModelError";
		this.kind = kind;
		this.status = status;
	}
}

export type Ask<T = unknown> = {
	/** What the answer is for, such as `lead-chat`: chooses providers and is recorded. */
	purpose: string;
	/** Our own instructions. Nothing that came from outside may be put in here. */
	system: string;
	messages: ModelMessage[];
	/** With a schema the answer is JSON, validated; `json` holds it. */
	schema?: z.ZodType<T>;
	maxTokens?: number;
	/** Called with each piece of text as it comes. Never called when a schema is given. */
	onText?: (text: string) => void;
	/** What was streamed so far is void: the next provider starts from the beginning. */
	onRestart?: () => void;
	/** Decides a split between providers: the same key always gets the same one. */
	splitKey?: string;
	signal?: AbortSignal;
};

/** One call to one provider, for the record of AI-2. `continued` and `repaired` calls have entries of their own. */
export type Attempt = {
	provider: string;
	model: string;
	step: "first" | "continue" | "repair";
	outcome: "ok" | "length" | "invalid" | "skipped" | ModelErrorKind;
	/** Why, in words for an administrator; null when it went well. */
	reason: string | null;
	usage: TokenUsage | null;
	costMicros: number | null;
	firstTokenMs: number | null;
	latencyMs: number;
};

export type Answer<T = unknown> = {
	/**
	 * - `answered`: whole. `truncated`: cut by its length limit, continued once and cut again.
	 * - `stopped`: the caller's signal; `text` holds what had come.
	 * - `unavailable`: no provider could answer; the caller takes its rules path.
	 */
	outcome: "answered" | "truncated" | "stopped" | "unavailable";
	/** `rules` exactly when the outcome is `unavailable`. */
	source: "model" | "rules";
	text: string;
	json: T | null;
	provider: string | null;
	model: string | null;
	/** The sum over all attempts, failed ones too; null when no provider told. */
	usage: TokenUsage | null;
	/** Millionths of a US dollar over all attempts; null when a price or a usage is not known. */
	costMicros: number | null;
	latencyMs: number;
	attempts: Attempt[];
};

export type ProviderHealth = {
	provider: string;
	model: string;
	/** `open`: not asked until `retryAt`. `trying`: one probe is allowed through. */
	state: "closed" | "open" | "trying";
	consecutiveFailures: number;
	lastError: string | null;
	lastErrorAt: Date | null;
	lastSuccessAt: Date | null;
	retryAt: Date | null;
};

/** The one door to models. `ask` never rejects but for a wrong call (no message, unknown provider name). */
export interface Models {
	ask<T>(ask: Ask<T>): Promise<Answer<T>>;
	health(): ProviderHealth[];
	/** Whether any provider is configured for that purpose. */
	has(purpose: string): boolean;
}
