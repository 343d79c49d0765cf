import { authorize } from "#app/domain/identity/policy.ts";
import { MessageParts } from "#app/domain/messaging/schema.ts";
import type { Ctx } from "#db/context.ts";
import { moveMessage } from "./move-message.ts";
import { type Origin, originOf } from "./origin.ts";
import { type Passing, passGate } from "./pass-gate.ts";

/** A worker that has not reported after this long is taken for dead. Longer than any provider call may last. */
export const SENDING_LEASE_MS = 180_000;
/** When a lost text could not be looked up for this long, a person decides. */
const LOOK_UP_MS = 30 * 60_000;

/** What is to be done outside the transaction: hand the message over, or look up what became of it. */
export type Claim = {
	step: "send" | "look-up";
	id: string;
	channel: "email" | "sms";
	to: string;
	subject: string;
	text: string;
	html: string | null;
	parts: MessageParts;
	origin: Origin;
	/** When it was handed over, for a look-up. */
	since: Date;
	attempts: number;
};

/**
 * Takes a message for sending: locks it, asks the gate a last time, and commits `sending` before anybody calls a
 * provider. Of several workers one gets it. A message found in `sending` after its worker's time is up is looked up at
 * the SMS provider; an email becomes `uncertain`, since no mail server can be asked. Undefined: nothing to do.
 */
export async function claimMessage(ctx: Ctx, messageId: string): Promise<Claim | undefined> {
	authorize(ctx, "messages.write");
	const message = await lockMessage(ctx, messageId);
	if (!message || (message.channel !== "email" && message.channel !== "sms")) return undefined;
	const channel = message.channel;
	if (message.state === "sending") return claimLost(ctx, { ...message, channel });
	if (message.state === "uncertain" && channel === "sms" && !message.provider_message_id) {
		return claimOf(ctx, { ...message, channel }, "look-up");
	}
	if (message.state !== "queued" && message.state !== "scheduled") return undefined;
	if (message.send_after && message.send_after > ctx.now) return undefined;
	return claimDue(ctx, { ...message, channel });
}

type Locked = NonNullable<Awaited<ReturnType<typeof lockMessage>>> & { channel: "email" | "sms" };

/** Asks the gate again: hours may have passed since it was queued, with a STOP or a switch in between. */
async function claimDue(ctx: Ctx, message: Locked): Promise<Claim | undefined> {
	const answer = await passGate(ctx, message as Passing, null, { enqueues: false });
	if (answer.state !== "queued") return undefined;
	const ready = { ...message, state: "queued" };
	const claim = await claimOf(ctx, message, "send");
	await moveMessage(ctx, ready, "sending", null, {
		attempts: message.attempts + 1,
		send_after: null,
		from_address: claim.origin.shown,
		provider: claim.origin.provider,
	});
	return { ...claim, since: ctx.now, attempts: message.attempts + 1 };
}

async function claimLost(ctx: Ctx, message: Locked): Promise<Claim | undefined> {
	const age = ctx.now.getTime() - message.state_at.getTime();
	if (age < SENDING_LEASE_MS) return undefined;
	if (message.channel === "sms" && age < LOOK_UP_MS) return claimOf(ctx, message, "look-up");
	await moveMessage(ctx, message, "uncertain", "Sending was interrupted; it may or may not have gone out.");
	return undefined;
}

async function claimOf(ctx: Ctx, message: Locked, step: Claim["step"]): Promise<Claim> {
	return {
		step,
		id: message.id,
		channel: message.channel,
		to: message.to_address ?? "",
		subject: message.subject,
		text: message.body_text,
		html: message.body_html,
		parts: MessageParts.parse(message.parts ?? {}),
		origin: await originOf(ctx, message.channel, message.location_id),
		since: message.state_at,
		attempts: message.attempts,
	};
}

/**
 * The message's row, locked until the transaction ends; undefined when it is not here. Its contact is locked before it:
 * the gate locks the contact to count, and whoever takes a contact's messages back, as a STOP does, begins there too.
 */
export async function lockMessage(ctx: Ctx, messageId: string) {
	await ctx.db
		.selectFrom("contacts")
		.select("id")
		.where("id", "=", (eb) => eb.selectFrom("messages").select("contact_id").where("messages.id", "=", messageId))
		.forNoKeyUpdate()
		.execute();
	return ctx.db.selectFrom("messages").selectAll().where("id", "=", messageId).forUpdate().executeTakeFirst();
}
