import { authorize } from "#app/domain/identity/policy.ts";
import { addSuppression } from "#app/domain/messaging/consent/add-suppression.ts";
import { sendMessageJob } from "#app/domain/messaging/jobs.ts";
import type { Ctx } from "#db/context.ts";
import { type Claim, lockMessage } from "./claim-message.ts";
import type { Outcome } from "./hand-over.ts";
import { type MovableMessage, moveMessage } from "./move-message.ts";

/** Waits between tries, in seconds: eight tries over about four hours. */
const WAITS = [30, 60, 120, 300, 900, 3_600, 7_200];
/** A text whose fate is unknown is looked up after this long: by then the provider lists it if it has it. */
const LOOK_UP_AFTER_MS = 120_000;

type Lost = Extract<Outcome, { kind: "found" | "not-found-out" }>;
type Refused = Exclude<Outcome, { kind: "sent" } | Lost>;

/**
 * Records what came of a claim. A report that came faster than this, or a person's word on an uncertain message, is
 * not undone: what the message has become since stands, and only what is still missing is filled in.
 */
export async function settleMessage(ctx: Ctx, claim: Claim, outcome: Outcome): Promise<void> {
	authorize(ctx, "messages.write");
	const message = await lockMessage(ctx, claim.id);
	if (!message) return;
	if (outcome.kind === "sent") await recordSent(ctx, message, outcome);
	else if (outcome.kind === "found" || outcome.kind === "not-found-out") await recordLookUp(ctx, message, outcome);
	else if (message.state === "sending") await recordRefusal(ctx, message, outcome);
}

type Row = NonNullable<Awaited<ReturnType<typeof lockMessage>>>;
type Sent = Extract<Outcome, { kind: "sent" }>;

async function recordSent(ctx: Ctx, message: Row, sent: Sent): Promise<void> {
	const columns = {
		provider_message_id: sent.providerMessageId,
		sent_at: message.sent_at ?? ctx.now,
		...(sent.segments ? { segments: sent.segments } : {}),
		...(sent.cost && message.cost_micros === null
			? { cost_micros: sent.cost.micros, cost_currency: sent.cost.currency }
			: {}),
	};
	if (message.state === "sending" || message.state === "uncertain") {
		await moveMessage(ctx, message, "sent", null, columns);
	} else await ctx.db.updateTable("messages").set(columns).where("id", "=", message.id).execute();
}

async function recordRefusal(ctx: Ctx, message: Row, refused: Refused): Promise<void> {
	switch (refused.kind) {
		case "temporary":
			return retryLater(ctx, message, refused);
		case "rejected":
			return moveMessage(ctx, message, "failed", refused.reason);
		case "suppressed":
			await addSuppression(ctx, {
				channel: "sms",
				address: message.to_address!,
				reason: "stop",
				messageId: message.id,
			});
			return moveMessage(ctx, message, "suppressed", refused.reason);
		case "uncertain":
			await moveMessage(ctx, message, "uncertain", refused.reason);
			if (message.channel === "sms") await enqueueAgain(ctx, message, new Date(ctx.now.getTime() + LOOK_UP_AFTER_MS));
	}
}

/** Nothing was handed over: back to the queue, later each time; after the last try a person decides. */
async function retryLater(ctx: Ctx, message: Row, refused: Refused): Promise<void> {
	const wait = WAITS[message.attempts - 1];
	if (wait === undefined) {
		return moveMessage(ctx, message, "failed", `Given up after ${message.attempts} tries. ${refused.reason}`);
	}
	const after = new Date(ctx.now.getTime() + Math.max(wait, refused.retryAfter ?? 0) * 1_000);
	await moveMessage(ctx, message, "queued", `It will be tried again. ${refused.reason}`, { send_after: after });
	await enqueueAgain(ctx, message, after);
}

async function recordLookUp(ctx: Ctx, message: Row, answer: Lost): Promise<void> {
	if (message.state !== "sending" && message.state !== "uncertain") return;
	if (answer.kind === "not-found-out") {
		await ctx.db.updateTable("messages").set({ state_reason: answer.reason }).where("id", "=", message.id).execute();
		return;
	}
	const text = await firstUnclaimed(ctx, message, answer.texts);
	if (text) return recordSent(ctx, message, { ...text, kind: "sent" });
	const reason = "The SMS provider never got it.";
	// It was not taken over, so the outbox may try again; a person who was asked already keeps the decision.
	if (message.state === "sending") await retryLater(ctx, message, { kind: "temporary", reason, retryAfter: null });
	else await ctx.db.updateTable("messages").set({ state_reason: reason }).where("id", "=", message.id).execute();
}

/** Of the texts with these words to this number, the oldest that is not another message's. */
async function firstUnclaimed(ctx: Ctx, message: Row, texts: Extract<Outcome, { kind: "found" }>["texts"]) {
	const ids = texts.map((text) => text.providerMessageId);
	if (ids.length === 0) return undefined;
	const others = await ctx.db
		.selectFrom("messages")
		.select("provider_message_id")
		.where("provider", "=", "twilio")
		.where("provider_message_id", "in", ids)
		.where("id", "<>", message.id)
		.execute();
	const taken = new Set(others.map((row) => row.provider_message_id));
	return texts.findLast((text) => !taken.has(text.providerMessageId));
}

function enqueueAgain(ctx: Ctx, message: MovableMessage, after: Date): Promise<void> {
	return ctx.enqueue(sendMessageJob, { orgId: ctx.org, messageId: message.id }, { after });
}
