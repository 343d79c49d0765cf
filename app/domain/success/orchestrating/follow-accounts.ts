import { authorize } from "#app/domain/identity/policy.ts";
import { orchestrateJob } from "#app/domain/success/jobs.ts";
import type { Ctx } from "#db/context.ts";

/** What comes within this time of one moment is decided once. */
const GATHER_MS = 1_500;

/** What of an account's record the rules look at. */
const FACTS = ["arrCents", "renewalOn", "ownerId", "lifecycle"];

/**
 * Asks for the plays of the account that an event is about, if it moved what the rules look at; an event about many asks
 * for all of them. An event that is not here asks for nothing.
 */
export async function followAccounts(ctx: Ctx, eventId: string): Promise<void> {
	authorize(ctx, "success.orchestrate");
	const event = await ctx.db
		.selectFrom("events")
		.select(["name", "subject_type", "subject_id", "changes", "actor_kind", "actor_id"])
		.where("id", "=", eventId)
		.executeTakeFirst();
	if (!event) return;
	const isOne = event.subject_type === "account";
	const isMoved = event.name !== "account.changed" || FACTS.some((fact) => fact in (event.changes as object));
	if (!isMoved || (await isOfDelivery(ctx, event))) return;
	await askForPlays(ctx, isOne ? event.subject_id! : undefined);
}

/** What an outside system tells of many accounts at once has their plays decided once, which the delivery asks itself. */
async function isOfDelivery(ctx: Ctx, { actor_kind, actor_id }: { actor_kind: string; actor_id: string | null }) {
	if (actor_kind !== "webhook" || !actor_id) return false;
	const hook = await ctx.db.selectFrom("account_hooks").select("id").where("id", "=", actor_id).executeTakeFirst();
	return hook !== undefined;
}

/** Has the plays of an account decided in a moment, or of all. */
export async function askForPlays(ctx: Ctx, accountId?: string): Promise<void> {
	const after = new Date(ctx.now.getTime() + GATHER_MS);
	await ctx.enqueue(orchestrateJob, { orgId: ctx.org, ...(accountId ? { accountId } : {}) }, { after });
}
