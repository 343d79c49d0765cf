import type { Updateable } from "kysely";
import { canMoveMessage, type MessageState } from "#app/domain/messaging/rules/message-states.ts";
import type { Ctx } from "#db/context.ts";
import type { Messages } from "#db/types.ts";

/** What every move needs to know of a message. */
export type MovableMessage = {
	id: string;
	state: string;
	channel: string;
	purpose: string;
	conversation_id: string | null;
	contact_id: string | null;
	lead_id: string | null;
};

/**
 * Moves a message to another state and records `message.<state>`, in the caller's transaction, which holds the row's
 * lock. Throws when the table of moves does not have this one. `more` are further columns that change with it.
 */
export async function moveMessage(
	ctx: Ctx,
	message: MovableMessage,
	to: MessageState,
	reason: string | null,
	more: Updateable<Messages> = {},
): Promise<void> {
	if (!canMoveMessage(message.state as MessageState, to)) {
		throw new Error(`a message cannot go from ${message.state} to ${to}`);
	}
	await ctx.db
		.updateTable("messages")
		.set({ state: to, state_reason: reason, state_at: ctx.now, ...more })
		.where("id", "=", message.id)
		.execute();
	await recordMessage(ctx, message, to, reason);
}

/** Records `message.<state>` with what subscribers read: who it is for, by which channel, why, and how it stands. */
export async function recordMessage(
	ctx: Ctx,
	message: MovableMessage,
	state: string,
	reason: string | null,
	more: Record<string, unknown> = {},
): Promise<void> {
	await ctx.record({
		name: `message.${state}`,
		subject: { type: "message", id: message.id },
		...(message.conversation_id ? { parent: { type: "conversation", id: message.conversation_id } } : {}),
		changes: { state: [message.state, state] },
		data: {
			leadId: message.lead_id,
			contactId: message.contact_id,
			channel: message.channel,
			purpose: message.purpose,
			state,
			reason,
			...more,
		},
		// The gate decides within a customer's request too: it is not they who do not send themselves a text. What they
		// write is theirs.
		...(ctx.actor.kind === "customer" && state !== "received"
			? { by: { kind: "system", name: "Perigee" } as const }
			: {}),
		...(message.contact_id ? { topics: [`contact:${message.contact_id}`] } : {}),
	});
}
