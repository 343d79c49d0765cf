import { randomUUID } from "node:crypto";
import { sqlState } from "#app/base/errors.ts";
import { type FaultFacts, faultOrigin } from "#app/base/telemetry.ts";
import type { Batch } from "./batch.ts";

/** An error that nobody expected, whose it was, and when (epoch ms). */
export type Fault = { error: Error; facts: FaultFacts; at: number };

export type SentryTarget = { url: string; key: string };

/** Where a DSN's envelopes go: `https://KEY@HOST/PATH/PROJECT` (develop.sentry.dev, Authentication). Throws for none. */
export function readDsn(dsn: string): SentryTarget {
	const url = new URL(dsn);
	const parts = url.pathname.split("/").filter(Boolean);
	const project = parts.pop();
	if (!url.username || !project) throw new Error("SENTRY_DSN has the form https://KEY@HOST/PROJECT");
	const prefix = parts.length > 0 ? `/${parts.join("/")}` : "";
	return { url: `${url.origin}${prefix}/api/${project}/envelope/`, key: url.username };
}

/**
 * Faults as Sentry's envelopes, one event in each (develop.sentry.dev, Envelopes and Event Payloads). An event says
 * what kind of error it was and where in the code, whose request and which; never its message, which may quote what
 * somebody wrote.
 */
export function sentryBatch(dsn: string, environment: string): Batch<Fault> {
	const { url, key } = readDsn(dsn);
	return {
		everyMs: 1_000,
		most: 100,
		requests: (faults) =>
			faults.map(({ error, facts, at }) => {
				const event = eventOf(error, { ...faultOrigin(error), ...facts }, { at, environment });
				const header = { event_id: event.event_id, sent_at: new Date().toISOString() };
				const lines = [header, { type: "event", content_type: "application/json" }, event];
				return {
					url,
					headers: {
						"Content-Type": "application/x-sentry-envelope",
						"X-Sentry-Auth": `Sentry sentry_version=7, sentry_key=${key}, sentry_client=perigee/1`,
					},
					body: `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`,
				};
			}),
	};
}

function eventOf(error: Error, facts: FaultFacts, { at, environment }: { at: number; environment: string }) {
	const code = sqlState(error);
	return {
		event_id: randomUUID().replaceAll("-", ""),
		timestamp: at / 1000,
		platform: "node",
		level: "error",
		environment,
		exception: {
			values: [{ type: error.name, value: code ? `SQLSTATE ${code}` : "", stacktrace: { frames: framesOf(error) } }],
		},
		...(facts.member ? { user: { id: facts.member } } : {}),
		tags: {
			...(facts.org ? { organisation: facts.org } : {}),
			...(facts.requestId ? { request_id: facts.requestId } : {}),
			...(facts.job ? { job: facts.job } : {}),
		},
	};
}

/** The stack as Sentry wants it, the innermost call last. */
function framesOf(error: Error) {
	const lines = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
	return lines.reverse().flatMap((line) => {
		const found = /^\s+at (?:(.*?) \()?(?:file:\/\/)?(.+?):(\d+):(\d+)\)?$/.exec(line);
		if (!found) return [];
		const [, name, filename, lineno, colno] = found;
		const inApp = !/node:|node_modules/.test(filename!);
		return [{ function: name ?? "?", filename, lineno: Number(lineno), colno: Number(colno), in_app: inApp }];
	});
}
