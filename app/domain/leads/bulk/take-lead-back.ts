import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { LEAD_STATES, type LeadState } from "../rules.ts";

/** What stood in a lead before an act; what an erasure took away since is no more in it. */
type Before = { ownerId?: string | null; state?: LeadState; stateAt?: string; lostReason?: string | null };

/**
 * Gives a lead the owner or the state that it had before an act on many, unless it was changed since (another
 * `version`), what stood there is gone, or its owner works here no more; whether it was done. The table of moves does not
 * count, since the lead stood there. A sequence that the move stopped stays stopped: what it had sent is sent, and
 * starting it anew would begin with its first message.
 */
export async function takeLeadBack(
	ctx: Ctx,
	{ id, version, before }: { id: string; version: number; before: Before },
): Promise<boolean> {
	authorize(ctx, "leads.edit");
	if ("ownerId" in before) authorize(ctx, "leads.assign");
	const lead = await ctx.db
		.selectFrom("leads")
		.select(["contact_id", "version", "state", "owner_id", "lost_reason"])
		.where("id", "=", id)
		.forUpdate()
		.executeTakeFirst();
	if (!lead || lead.version !== version) return false;
	const written = "ownerId" in before ? await ownerOf(ctx, before) : stateOf(before);
	if (!written) return false;
	await ctx.db
		.updateTable("leads")
		.set({ ...written, version: version + 1, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	const changes: Record<string, [unknown, unknown]> =
		"state" in written
			? {
					state: [lead.state, written.state],
					...(lead.lost_reason === written.lost_reason ? {} : { lostReason: [lead.lost_reason, written.lost_reason] }),
				}
			: { ownerId: [lead.owner_id, written.owner_id] };
	const isMove = "state" in written;
	await ctx.record({
		name: isMove ? "lead.state-changed" : "lead.changed",
		...{ subject: { type: "lead", id }, parent: { type: "contact", id: lead.contact_id } },
		changes,
		data: { undone: true },
	});
	return true;
}

async function ownerOf(ctx: Ctx, { ownerId = null }: Before): Promise<{ owner_id: string | null } | undefined> {
	if (ownerId === null) return { owner_id: null };
	const owner = await ctx.db.selectFrom("memberships").select("id").where("id", "=", ownerId).executeTakeFirst();
	return owner ? { owner_id: owner.id } : undefined;
}

function stateOf({ state, stateAt, lostReason = null }: Before) {
	if (!state || !LEAD_STATES.includes(state) || !stateAt) return undefined;
	return { state, state_at: new Date(stateAt), lost_reason: lostReason };
}
