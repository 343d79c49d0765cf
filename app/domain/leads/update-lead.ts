import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { canMoveLead, type LeadState } from "./rules.ts";
import { LEAD_STATE_LABELS, type LeadChange } from "./schema.ts";
import { stopEnrollments } from "./sequences/stop-enrollments.ts";

/**
 * Changes a lead by a member's hand or a key's: its state, owner, title, value. With `version`, 409 when it was
 * changed since, with what it is now under `data.current`. 422 for a state it cannot be moved to and for an owner who
 * is no member; 404 for no such lead. Winning or losing a lead stops its sequence.
 */
export async function updateLead(ctx: Ctx, { id, ...change }: LeadChange & { id: string }): Promise<void> {
	authorize(ctx, "leads.edit");
	if (change.ownerId !== undefined) authorize(ctx, "leads.assign");
	const lead = await lockLead(ctx, id);
	if (change.version !== undefined && change.version !== lead.version) {
		throw conflict("Somebody changed this lead while you were editing.", { current: currentOf(lead) });
	}
	if (change.ownerId) await assertMember(ctx, change.ownerId);
	const set = columnsOf(ctx, lead, change);
	const changes = differences(lead, set);
	if (Object.keys(changes).length === 0) return;
	await ctx.db
		.updateTable("leads")
		.set({ ...set, version: lead.version + 1, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	const about = { subject: { type: "lead", id }, parent: { type: "contact", id: lead.contact_id } };
	await ctx.record({ name: changes.state ? "lead.state-changed" : "lead.changed", ...about, changes });
	if (set.state === "won" || set.state === "lost") await stopEnrollments(ctx, { leadId: id, reason: "lead-closed" });
}

const COLUMNS = [
	"version",
	"contact_id",
	"state",
	"owner_id",
	"title",
	"value_cents",
	"currency",
	"lost_reason",
] as const;

async function lockLead(ctx: Ctx, id: string) {
	const lead = await ctx.db.selectFrom("leads").select(COLUMNS).where("id", "=", id).forUpdate().executeTakeFirst();
	if (!lead) throw notFound("lead");
	return lead;
}

type Changed = "state" | "owner_id" | "title" | "value_cents" | "lost_reason";
type LeadRow = Awaited<ReturnType<typeof lockLead>>;

function columnsOf(ctx: Ctx, lead: LeadRow, change: LeadChange) {
	const { state } = change;
	const moves = state !== undefined && state !== lead.state;
	if (moves && !canMoveLead(lead.state as LeadState, state)) {
		const words = state === "booked" ? " Book an appointment instead." : "";
		const [from, to] = [lead.state as LeadState, state].map((one) => LEAD_STATE_LABELS[one].toLowerCase());
		throw invalid(`A lead that is ${from} cannot be moved to ${to}.${words}`, { state: ["Choose another state."] });
	}
	return {
		...(moves ? { state, state_at: ctx.now, lost_reason: state === "lost" ? change.lostReason || null : null } : {}),
		...(change.ownerId === undefined ? {} : { owner_id: change.ownerId }),
		...(change.title === undefined ? {} : { title: change.title }),
		...(change.valueCents === undefined ? {} : { value_cents: change.valueCents }),
	};
}

function differences(lead: LeadRow, set: ReturnType<typeof columnsOf>): Record<string, [unknown, unknown]> {
	const names = {
		state: "state",
		owner_id: "ownerId",
		title: "title",
		value_cents: "valueCents",
		lost_reason: "lostReason",
	};
	const entries = Object.entries(names).flatMap(([column, name]) => {
		const key = column as Changed;
		return key in set && set[key] !== lead[key] ? [[name, [lead[key], set[key]]] as const] : [];
	});
	return Object.fromEntries(entries) as Record<string, [unknown, unknown]>;
}

function currentOf(lead: LeadRow) {
	return {
		version: lead.version,
		state: lead.state,
		ownerId: lead.owner_id,
		title: lead.title,
		valueCents: lead.value_cents,
		currency: lead.currency,
	};
}

async function assertMember(ctx: Ctx, id: string): Promise<void> {
	const member = await ctx.db.selectFrom("memberships").select("id").where("id", "=", id).executeTakeFirst();
	if (!member) throw invalid("Nobody of that name works here.", { ownerId: ["Choose a member."] });
}
