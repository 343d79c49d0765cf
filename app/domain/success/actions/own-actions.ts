import type { z } from "zod";
import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { isId, newId } from "#app/base/ids.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize, rolesThatMay } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { NewOwnAction, NO_WORKER, type PlayAct } from "./schema.ts";

/** One of the organisation's own: one of our acts under a name, with its days or its member. */
export type OwnAction = { id: string; label: string; act: PlayAct; days: number | null; memberId: string | null };

/** The organisation's own actions, by name. */
export async function listOwnActions(ctx: Ctx): Promise<OwnAction[]> {
	authorize(ctx, "success.view");
	return ctx.db
		.selectFrom("success_actions")
		.select(["id", "label", "act", "days", "member_id as memberId"])
		.where("deleted_at", "is", null)
		.orderBy("label")
		.limit(50)
		.execute();
}

/** One of them; 422 for none, as the field `action`. */
export async function findOwnAction(ctx: Ctx, id: string): Promise<OwnAction> {
	const found = isId(id) ? (await listOwnActions(ctx)).find((one) => one.id === id) : undefined;
	if (!found) throw invalid("Some fields cannot be accepted.", { action: ["There is no such action here."] });
	return found;
}

/** Adds one. 409 for a name that is taken or the fifty-first, 422 by field. */
export async function addOwnAction(ctx: Ctx, input: z.input<typeof NewOwnAction>): Promise<{ id: string }> {
	authorize(ctx, "success.manage");
	const { label, act, days, memberId } = checkFields(NewOwnAction, input);
	if ((act === "snooze" || act === "schedule") && !days)
		throw invalid("Some fields cannot be accepted.", { days: ["Say for how many days."] });
	const known = await listOwnActions(ctx);
	if (known.some((one) => one.label.toLowerCase() === label.toLowerCase()))
		throw conflict(`There is an action “${label}” already.`);
	if (known.length >= 50) throw conflict("There are fifty actions. Remove one first.");
	if (memberId) {
		const member = await ctx.db
			.selectFrom("memberships")
			.select("id")
			.where("id", "=", memberId)
			.where("role", "in", rolesThatMay("success.work"))
			.executeTakeFirst();
		if (!member) throw invalid("Some fields cannot be accepted.", { memberId: [NO_WORKER] });
	}
	const id = newId();
	await ctx.db
		.insertInto("success_actions")
		.values({
			...{ org_id: ctx.org, id, label, act, created_at: ctx.now },
			...{ days: act === "snooze" || act === "schedule" ? (days ?? null) : null },
			member_id: act === "escalate" ? (memberId ?? null) : null,
		})
		.execute();
	await ctx.record({
		name: "success-action.added",
		subject: { type: "organisation", id: ctx.org },
		data: { label, act },
	});
	return { id };
}

/** Removes one; what was done by it stays in the log. 404. */
export async function removeOwnAction(ctx: Ctx, id: string): Promise<{ label: string }> {
	authorize(ctx, "success.manage");
	const row = isId(id)
		? await ctx.db
				.updateTable("success_actions")
				.set({ deleted_at: ctx.now })
				.where("id", "=", id)
				.where("deleted_at", "is", null)
				.returning("label")
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("action");
	const subject = { type: "organisation", id: ctx.org };
	await ctx.record({ name: "success-action.removed", subject, data: { label: row.label } });
	return row;
}
