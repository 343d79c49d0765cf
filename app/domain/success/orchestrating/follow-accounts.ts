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
		.select(["name", "subject_type", "subject_id", "changes"])
		.where("id", "=", eventId)
		.executeTakeFirst();
	if (!event) return;
	const isOne = event.subject_type === "account";
	const isMoved = event.name !== "account.changed" || FACTS.some((fact) => fact in (event.changes as object));
	if (!isMoved) return;
	const after = new Date(ctx.now.getTime() + GATHER_MS);
	const payload = { orgId: ctx.org, ...(isOne ? { accountId: event.subject_id } : {}) };
	await ctx.enqueue(orchestrateJob, payload as { orgId: string; accountId?: string }, { after });
}
