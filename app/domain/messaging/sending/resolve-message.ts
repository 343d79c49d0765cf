import { conflict, notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { lockMessage } from "./claim-message.ts";
import { moveMessage } from "./move-message.ts";
import { type Passing, passGate } from "./pass-gate.ts";

/**
 * A person's word on an uncertain message: it was sent. Throws 404 when it is not here, 409 when it is not uncertain.
 */
export async function markSent(ctx: Ctx, input: { messageId: string }): Promise<void> {
	authorize(ctx, "messages.release");
	const message = await lockMessage(ctx, input.messageId);
	if (!message) throw notFound("message");
	if (message.state !== "uncertain") throw conflict("This message is no longer uncertain.", { state: message.state });
	await moveMessage(ctx, message, "sent", `${ctx.actor.name} found that it was sent.`, {
		sent_at: message.sent_at ?? message.state_at,
	});
}

/**
 * Sends an uncertain or failed message once more, as a person's explicit act: a new message with the same words, which
 * asks the gate like any other. The old one stays, and says so. Twice is once. Throws 404, or 409 in other states.
 */
export async function sendAgain(ctx: Ctx, input: { messageId: string }): Promise<{ id: string; state: string }> {
	authorize(ctx, "messages.release");
	const message = await lockMessage(ctx, input.messageId);
	if (!message) throw notFound("message");
	const dedupe_key = `again:${message.id}`;
	const known = await ctx.db
		.selectFrom("messages")
		.select(["id", "state"])
		.where("dedupe_key", "=", dedupe_key)
		.executeTakeFirst();
	if (known) return known;
	if (message.state !== "uncertain" && message.state !== "failed") {
		throw conflict("Only a failed or uncertain message can be sent again.", { state: message.state });
	}
	const copy = {
		...message,
		id: newId(),
		parts: jsonb(message.parts),
		dedupe_key,
		state: "draft" as const,
		state_reason: null,
		state_at: ctx.now,
		planned_at: ctx.now,
		created_at: ctx.now,
		send_after: null,
		sent_at: null,
		delivered_at: null,
		attempts: 0,
		provider: null,
		provider_message_id: null,
		cost_micros: null,
		cost_currency: null,
	};
	await ctx.db.insertInto("messages").values(copy).execute();
	if (message.state === "uncertain") {
		await moveMessage(ctx, message, "failed", `${ctx.actor.name} had it sent again as a new message.`);
	}
	const { state } = await passGate(ctx, { ...copy, parts: message.parts } as Passing, null);
	return { id: copy.id, state };
}
