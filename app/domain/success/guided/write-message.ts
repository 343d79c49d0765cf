import { newId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";
import type { ThreadMessage } from "./threads.ts";

export type NewMessage = Pick<ThreadMessage, "author" | "name" | "body" | "source"> & {
	provider?: string | null;
	model?: string | null;
	usage?: { inputTokens: number; outputTokens: number } | null;
	costMicros?: number | null;
	latencyMs?: number;
};

/** Adds lines to a thread that the caller holds, in their order. */
export async function writeMessages(
	ctx: Ctx,
	threadId: string,
	lines: readonly NewMessage[],
): Promise<ThreadMessage[]> {
	const rows = lines.map(({ name, usage = null, provider = null, model = null, ...line }) => ({
		...{ org_id: ctx.org, id: newId(), thread_id: threadId, at: ctx.now },
		...{ author: line.author, author_name: name, body: line.body, source: line.source, provider, model },
		...{ tokens_in: usage?.inputTokens ?? null, tokens_out: usage?.outputTokens ?? null },
		cost_micros: line.costMicros ?? null,
		latency_ms: line.latencyMs === undefined ? null : Math.round(line.latencyMs),
	}));
	await ctx.db.insertInto("guided_messages").values(rows).execute();
	return rows.map(({ id, author, author_name: name, body, source, provider, model, at }) => ({
		...{ id, author, name, body, source, provider, model, at },
	}));
}
