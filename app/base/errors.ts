/** Why a request was not done, as a person and a program read it. `fields` names the form fields at fault. */
export type FieldErrors = Record<string, string[]>;

type Details = { fields?: FieldErrors; retryAfterSeconds?: number; data?: Record<string, unknown>; cause?: unknown };

/** An expected failure: its message is for the person who asked. Anything else that is thrown is a fault of ours. */
export class AppError extends Error {
	readonly status: number;
	readonly code: string;
	readonly fields: FieldErrors;
	readonly retryAfterSeconds: number | undefined;
	readonly data: Record<string, unknown>;

	constructor(status: number, code: string, message: string, details: Details = {}) {
		super(message, { cause: details.cause });
		this.status = status;
		this.code = code;
		this.fields = details.fields ?? {};
		this.retryAfterSeconds = details.retryAfterSeconds;
		this.data = details.data ?? {};
	}
}

/** 404, the same for what is absent and for what belongs to another organisation. */
export const notFound = (what = "page") => new AppError(404, "not-found", `There is no such ${what} here.`);

/** 403: known, but not allowed. */
export const forbidden = (message = "Your role does not allow this. Ask an administrator of your organisation.") =>
	new AppError(403, "forbidden", message);

/** 401: nobody we know. */
export const unauthorized = (message = "Sign in to go on.") => new AppError(401, "unauthorized", message);

/** 422: understood, but not acceptable; `fields` says where. */
export const invalid = (message: string, fields: FieldErrors = {}) => new AppError(422, "invalid", message, { fields });

/** 409: somebody or something was faster. `data` carries what there is now. */
export const conflict = (message: string, data: Record<string, unknown> = {}) =>
	new AppError(409, "conflict", message, { data });

/** 429 with the seconds to wait. */
export const tooMany = (retryAfterSeconds: number, message = "That was too often. Wait a moment and try again.") =>
	new AppError(429, "too-many-requests", message, { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterSeconds)) });

/** 413: larger than this door takes. */
export const tooLarge = (limit: string) =>
	new AppError(413, "too-large", `That is larger than the ${limit} taken here.`);

/** 410: it was there and is gone for good, such as an expired link. */
export const gone = (message: string) => new AppError(410, "gone", message);

/** The SQLSTATE of a Postgres error, on either database; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
	const code = (error as { code?: unknown } | undefined)?.code;
	return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Whether an error means that the database is away or out of means (classes 08, 53, 57P0x, no connection): 503. */
export function isDatabaseAway(error: unknown): boolean {
	const code = (error as { code?: unknown } | undefined)?.code;
	if (
		typeof code === "string" &&
		/^(08...|57P0.|25P03|53...|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/.test(
			code,
		)
	)
		return true;
	const message = error instanceof Error ? error.message : "";
	return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Postgres connection has been discarded/.test(
		message,
	);
}
