import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { ERASED } from "./hash-address.ts";

export type SuppressionRow = { channel: "email" | "sms"; address: string; reason: string; createdAt: string };

/** Suppressed addresses by channel and address, a page at a time; `q` is the beginning of an address. */
export async function listSuppressions(
	ctx: Ctx,
	filter: { q?: string | undefined; after?: string | undefined; limit?: number },
): Promise<{ data: SuppressionRow[]; next: string | null }> {
	authorize(ctx, "messages.view");
	const limit = filter.limit ?? 50;
	let query = ctx.db.selectFrom("suppressions").select(["channel", "address", "reason", "created_at"]);
	// What stands there for erased people is for the gate alone: it cannot be read.
	query = query.where((where) => where.or([where("address", "<", ERASED), where("address", ">=", "erased;")]));
	const start = filter.q?.trim().toLowerCase();
	// A range instead of LIKE, which does not use the key under row level security.
	if (start) query = query.where("address", ">=", start).where("address", "<", `${start}\u{10ffff}`);
	const [channel, address] = splitKey(filter.after);
	if (channel && address) {
		query = query.where((where) =>
			where(where.refTuple("channel", "address"), ">", where.tuple(channel, address) as never),
		);
	}
	const rows = await query
		.orderBy("channel")
		.orderBy("address")
		.limit(limit + 1)
		.execute();
	const data = rows.slice(0, limit).map((row) => ({
		channel: row.channel,
		address: row.address,
		reason: row.reason,
		createdAt: row.created_at.toISOString(),
	}));
	const last = data.at(-1);
	return { data, next: rows.length > limit && last ? `${last.channel}:${last.address}` : null };
}

function splitKey(key: string | undefined): ["email" | "sms", string] | [undefined, undefined] {
	const [channel, ...rest] = (key ?? "").split(":");
	return channel === "email" || channel === "sms" ? [channel, rest.join(":")] : [undefined, undefined];
}
