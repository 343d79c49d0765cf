import type { Env } from "#app/base/env.ts";
import type { Telemetry } from "#app/base/telemetry.ts";
import { Batcher } from "./batch.ts";
import { otlpBatch } from "./otlp.ts";
import { sentryBatch } from "./sentry.ts";
import { slackBatch } from "./slack.ts";

/** The telemetry that the environment configures; what is not goes nowhere. Throws for a DSN that is none. */
export function openTelemetry(env: Env): Telemetry {
	const faults = [
		...(env.SENTRY_DSN ? [new Batcher(sentryBatch(env.SENTRY_DSN, env.NODE_ENV))] : []),
		...(env.ALERT_SLACK_URL ? [new Batcher(slackBatch(env.ALERT_SLACK_URL, env.publicUrl))] : []),
	];
	const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
	const spans = endpoint ? new Batcher(otlpBatch(endpoint, env.OTEL_SERVICE_NAME ?? "perigee")) : undefined;
	return {
		fault(error, facts) {
			for (const batcher of faults) batcher.add({ error, facts, at: Date.now() });
		},
		span: (span) => spans?.add(span),
		async close() {
			await Promise.all([...faults, spans].map((batcher) => batcher?.close()));
		},
	};
}
