import { randomBytes } from "node:crypto";
import type { Span } from "#app/base/telemetry.ts";
import type { Batch } from "./batch.ts";

const KINDS = { server: 2, consumer: 5 } as const;

/**
 * Spans as OTLP over HTTP in JSON (opentelemetry.io, OTLP Specification 1.x, `POST /v1/traces`). Each request and each
 * job is a trace of its own with one span; the request id ties it to logs and to the audit log.
 */
export function otlpBatch(endpoint: string, serviceName: string): Batch<Span> {
	const url = `${endpoint.replace(/\/+$/, "")}/v1/traces`;
	const resource = { attributes: attributesOf({ "service.name": serviceName }) };
	return {
		everyMs: 5_000,
		most: 2_000,
		requests: (spans) => [
			{
				url,
				headers: { "Content-Type": "application/json" },
				body: JSON.stringify({
					resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "perigee" }, spans: spans.map(spanOf) }] }],
				}),
			},
		],
	};
}

function spanOf(span: Span) {
	return {
		traceId: randomBytes(16).toString("hex"),
		spanId: randomBytes(8).toString("hex"),
		name: span.name,
		kind: KINDS[span.kind],
		startTimeUnixNano: nanoseconds(span.startedAt),
		endTimeUnixNano: nanoseconds(span.endedAt),
		attributes: attributesOf(span.attributes),
		// 2 is ERROR, 0 is UNSET: a span that went well says nothing.
		status: { code: span.failed ? 2 : 0 },
	};
}

function nanoseconds(ms: number): string {
	return String(BigInt(Math.round(ms * 1_000)) * 1_000n);
}

function attributesOf(values: Record<string, string | number>) {
	return Object.entries(values).map(([key, value]) => ({
		key,
		value: typeof value === "number" ? { intValue: String(Math.round(value)) } : { stringValue: value },
	}));
}
