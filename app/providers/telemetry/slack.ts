import { sqlState } from "#app/base/errors.ts";
import { faultOrigin } from "#app/base/telemetry.ts";
import type { Batch } from "./batch.ts";
import type { Fault } from "./sentry.ts";

/** As many kinds of fault, and as many requests of each, as one message names. */
const KINDS = 10;
const REQUESTS = 3;

/**
 * Faults as one message a minute to a Slack channel, or to any receiver of its format (api.slack.com, Incoming
 * webhooks): what kind of error, how often, where in the code, which requests. Never its message, which may quote what
 * somebody wrote.
 */
export function slackBatch(url: string, site: string): Batch<Fault> {
	return {
		everyMs: 60_000,
		most: 1_000,
		requests: (faults) => [
			{ url, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text: sayFaults(faults, site) }) },
		],
	};
}

function sayFaults(faults: readonly Fault[], site: string): string {
	const kinds = new Map<string, { count: number; requests: Set<string> }>();
	for (const { error, facts } of faults) {
		const known = kinds.get(kindOf(error)) ?? { count: 0, requests: new Set() };
		known.count += 1;
		const { requestId, job } = { ...faultOrigin(error), ...facts };
		const name = job ? `job ${job}` : requestId && `request ${requestId}`;
		if (name) known.requests.add(name);
		kinds.set(kindOf(error), known);
	}
	const lines = [...kinds]
		.sort(([, a], [, b]) => b.count - a.count)
		.slice(0, KINDS)
		.map(([kind, { count, requests }]) => `• ${count} × ${kind} (${[...requests].slice(0, REQUESTS).join(", ")})`);
	const more = kinds.size > KINDS ? [`• and ${kinds.size - KINDS} other kinds`] : [];
	const head = `${faults.length} ${faults.length === 1 ? "fault" : "faults"} at ${site} in the last minute`;
	return [head, ...lines, ...more].join("\n");
}

/** What kind of error it is and where it came from: its class, the database's state, the innermost line of ours. */
function kindOf(error: Error): string {
	const code = sqlState(error);
	const line = error.stack?.split("\n").find((one) => /^\s+at /.test(one) && !/node:|node_modules/.test(one));
	const place = /([^/\\(\s]+:\d+):\d+\)?$/.exec(line ?? "")?.[1];
	return [error.name, code && `SQLSTATE ${code}`, place && `in ${place}`].filter(Boolean).join(" ");
}
