import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { hideCustomerLinks } from "./customer-links.ts";

export type HeldRow = {
	id: string;
	summary: string;
	contact: string;
	channel: string;
	reason: string | null;
	plannedAt: string | null;
	/** Planned within the last 24 hours, or for later: what is older goes out only when somebody ticks it (MSG-2). */
	isFresh: boolean;
};

const FRESH_MS = 24 * 3_600_000;

/** Held messages, newest first, a page at a time, with which of them are ticked at first. */
export async function listHeld(ctx: Ctx, after?: string): Promise<{ data: HeldRow[]; next: string | null }> {
	authorize(ctx, "messages.view");
	const limit = 50;
	let query = ctx.db
		.selectFrom("messages as m")
		.leftJoin("contacts as c", "c.id", "m.contact_id")
		.select(["m.id", "m.channel", "m.subject", "m.body_text", "m.to_address", "m.state_reason", "m.planned_at"])
		.select(["c.first_name", "c.last_name"])
		.where("m.direction", "=", "out")
		.where("m.channel", "<>", "chat")
		.where("m.state", "=", "held");
	if (after && isId(after)) query = query.where("m.id", "<", after);
	const rows = await query
		.orderBy("m.id", "desc")
		.limit(limit + 1)
		.execute();
	const data = rows.slice(0, limit).map((row) => ({
		id: row.id,
		summary: hideCustomerLinks(row.subject || row.body_text).slice(0, 120),
		contact: [row.first_name, row.last_name].filter(Boolean).join(" ") || (row.to_address ?? "Nobody"),
		channel: row.channel,
		reason: row.state_reason,
		plannedAt: row.planned_at?.toISOString() ?? null,
		isFresh: row.planned_at !== null && row.planned_at.getTime() >= ctx.now.getTime() - FRESH_MS,
	}));
	return { data, next: rows.length > limit ? data.at(-1)!.id : null };
}
