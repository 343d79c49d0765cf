import type { z } from "zod";
import { authorize } from "#app/domain/identity/policy.ts";
import { MessagingSettings, SendingSwitches } from "#app/domain/messaging/schema.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { RulesForm } from "./schema.ts";

/**
 * Turns the organisation's switches (MSG-2). Off holds what has not been handed over, at its last gate; on releases
 * nothing that was held.
 */
export async function changeSwitches(ctx: Ctx, wanted: SendingSwitches): Promise<void> {
	authorize(ctx, "organisation.allow-sending");
	const before = SendingSwitches.parse((await lockOrganisation(ctx)).sending ?? {});
	const changed = (["email", "sms", "webhook"] as const).filter((channel) => before[channel] !== wanted[channel]);
	if (changed.length === 0) return;
	await ctx.db
		.updateTable("organisations")
		.set((eb) => ({ sending: jsonb({ ...wanted }), version: eb("version", "+", 1) }))
		.where("id", "=", ctx.org)
		.execute();
	await ctx.record({
		name: "organisation.sending-changed",
		subject: { type: "organisation", id: ctx.org },
		changes: Object.fromEntries(changed.map((channel) => [channel, [before[channel], wanted[channel]]])),
	});
}

/** Sets quiet hours and the cap. They hold from the next message that asks the gate. */
export async function changeRules(ctx: Ctx, form: z.infer<typeof RulesForm>): Promise<void> {
	authorize(ctx, "organisation.edit");
	const { settings } = await lockOrganisation(ctx);
	const known = (settings ?? {}) as { messaging?: unknown };
	const before = MessagingSettings.parse(known.messaging ?? {});
	const after: MessagingSettings = {
		quietHours: form.quiet ? { starts: form.starts, ends: form.ends } : null,
		frequencyCap: { perDay: form.perDay, perWeek: form.perWeek },
	};
	await ctx.db
		.updateTable("organisations")
		.set((eb) => ({ settings: jsonb({ ...known, messaging: after }), version: eb("version", "+", 1) }))
		.where("id", "=", ctx.org)
		.execute();
	await ctx.record({
		name: "organisation.messaging-changed",
		subject: { type: "organisation", id: ctx.org },
		changes: {
			quietHours: [before.quietHours, after.quietHours],
			frequencyCap: [before.frequencyCap, after.frequencyCap],
		},
	});
}

function lockOrganisation(ctx: Ctx) {
	return ctx.db
		.selectFrom("organisations")
		.select(["sending", "settings"])
		.where("id", "=", ctx.org)
		.forUpdate()
		.executeTakeFirstOrThrow();
}
