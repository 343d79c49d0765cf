import { type Logger, pino } from "pino";
import { env } from "./env.ts";
import { sqlState } from "./errors.ts";
import { type FaultFacts, faultOrigin, telemetry } from "./telemetry.ts";

let logger: Logger | undefined;

const ERROR_LEVEL = 50;

/** The process's structured log: one JSON object a line, with request ids, never with content or secrets. */
export function log(): Logger {
	logger ??= pino({
		level: env().LOG_LEVEL,
		base: { service: "perigee" },
		timestamp: pino.stdTimeFunctions.isoTime,
		redact: ["*.password", "*.token", "*.authorization", "*.cookie", "*.apiKey"],
		serializers: { err: describeError },
		hooks: {
			logMethod(args, method, level) {
				const [first] = args as unknown as [({ err?: unknown } & FaultFacts) | string];
				if (level >= ERROR_LEVEL && typeof first === "object" && first?.err instanceof Error) report(first.err, first);
				method.apply(this, args);
			},
		},
	});
	return logger;
}

/** What is logged at error level is a fault, and goes where faults go. */
function report(error: Error, { requestId, job }: FaultFacts): void {
	telemetry().fault(error, { ...faultOrigin(error), ...(requestId ? { requestId } : {}), ...(job ? { job } : {}) });
}

/**
 * An error as a log line holds it. Postgres puts the values of a row into `detail`, `where` and, for data it cannot
 * read (class 22), the message: those stay out.
 */
export function describeError(error: unknown): Record<string, unknown> {
	if (!(error instanceof Error)) return { message: "not an error" };
	const code = sqlState(error) ?? (error as NodeJS.ErrnoException).code;
	const message = sqlState(error)?.startsWith("22") ? "a value that the database cannot read" : error.message;
	const stack = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
	return {
		type: error.name,
		...(code === undefined ? {} : { code }),
		message,
		stack: stack?.join("\n"),
		...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
	};
}
