import { type Logger, pino } from "pino";
import { env } from "./env.ts";

let logger: Logger | undefined;

/** The process's structured log: one JSON object a line, with request ids, never with content or secrets. */
export function log(): Logger {
	logger ??= pino({
		level: env().LOG_LEVEL,
		base: { service: "perigee" },
		timestamp: pino.stdTimeFunctions.isoTime,
		redact: ["*.password", "*.token", "*.authorization", "*.cookie", "*.apiKey"],
	});
	return logger;
}
