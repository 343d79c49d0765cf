import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { DeliveryState } from "../schema.ts";

const PAGE = 50;

/** A connection's deliveries, newest first, by key: `after` is the last id of the page before. */
export async function listDeliveries(
	ctx: Ctx,
	{
		connectionId,
		state,
		after,
	}: { connectionId: string; state?: DeliveryState | undefined; after?: string | undefined },
) {
	authorize(ctx, "shops.view");
	const rows = await ctx.db
		.selectFrom("shop_deliveries as d")
		.leftJoin("leads as l", (join) => join.onRef("l.org_id", "=", "d.org_id").onRef("l.id", "=", "d.lead_id"))
		.select(["d.id", "d.via", "d.state", "d.reason", "d.received_at as receivedAt", "d.lead_id as leadId"])
		.select("l.title as leadTitle")
		.where("d.connection_id", "=", connectionId)
		.$if(state !== undefined, (query) => query.where("d.state", "=", state!))
		.$if(isId(after), (query) => query.where("d.id", "<", after!))
		.orderBy("d.id", "desc")
		.limit(PAGE + 1)
		.execute();
	const data = rows.slice(0, PAGE).map((row) => ({ ...row, state: row.state as DeliveryState }));
	return { data, next: rows.length > PAGE ? data.at(-1)!.id : null };
}

/** One delivery as it came, with what became of it. 404 for one that is not here or not of this connection. */
export async function getDelivery(ctx: Ctx, { connectionId, id }: { connectionId: string; id: string }) {
	authorize(ctx, "shops.view");
	if (!isId(id) || !isId(connectionId)) throw notFound("delivery");
	const row = await ctx.db
		.selectFrom("shop_deliveries as d")
		.innerJoin("shop_connections as c", (join) =>
			join.onRef("c.org_id", "=", "d.org_id").onRef("c.id", "=", "d.connection_id"),
		)
		.leftJoin("leads as l", (join) => join.onRef("l.org_id", "=", "d.org_id").onRef("l.id", "=", "d.lead_id"))
		.select(["d.id", "d.via", "d.state", "d.reason", "d.headers", "d.body", "d.delivery_key as key"])
		.select(["d.received_at as receivedAt", "d.processed_at as processedAt", "d.lead_id as leadId"])
		.select("d.blanked_at as blankedAt")
		.select(["c.name as connection", "l.title as leadTitle"])
		.where("d.id", "=", id)
		.where("d.connection_id", "=", connectionId)
		.executeTakeFirst();
	if (!row) throw notFound("delivery");
	const headers = Object.entries((row.headers ?? {}) as Record<string, string>);
	return { ...row, state: row.state as DeliveryState, headers, body: readable(row.body) };
}

/** A body to read: JSON with line breaks, anything else as it came; a very long one is cut, with a word on it. */
function readable(body: string): string {
	let text = body;
	try {
		text = JSON.stringify(JSON.parse(body), null, 2);
	} catch {
		// Not JSON: shown as it came.
	}
	return text.length > 100_000 ? `${text.slice(0, 100_000)}\n… (cut here; ${text.length} characters in all)` : text;
}
