import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { addSuppression, type NewSuppression } from "#app/domain/messaging/consent/add-suppression.ts";
import { fetchCostJob } from "#app/domain/messaging/jobs.ts";
import { applyReport, type MessageState } from "#app/domain/messaging/rules/message-states.ts";
import { lockMessage } from "#app/domain/messaging/sending/claim-message.ts";
import { moveMessage } from "#app/domain/messaging/sending/move-message.ts";
import type { DeliveryReport, DeliveryState } from "#app/providers/delivery/port.ts";
import type { Ctx } from "#db/context.ts";

/** A report of a provider or, as `dsn`, of a mail server that sent the message back. */
export type Report = Omit<DeliveryReport, "provider" | "messageId"> & { provider: DeliveryReport["provider"] | "dsn" };

/** What a report means for the message's state; a complaint means that it was read. */
const MEANINGS: Readonly<Partial<Record<DeliveryState, "sent" | "failed" | "delivered" | "bounced">>> = {
	sent: "sent",
	delivered: "delivered",
	complained: "delivered",
	bounced: "bounced",
	failed: "failed",
	suppressed: "failed",
};

/** Twilio knows a price some minutes after it has sent. */
const COST_AFTER_MS = 10 * 60_000;

/**
 * Keeps a provider's report and lets the message follow it, in any order and however often it comes. What is final for
 * the receiver (hard bounce, complaint, opt-out) goes on the suppression list. Returns false for a message that is not
 * here or a report that came before.
 */
export async function recordDeliveryReport(ctx: Ctx, messageId: string, report: Report): Promise<boolean> {
	authorize(ctx, "messages.write");
	const message = await lockMessage(ctx, messageId);
	if (message?.direction !== "out") return false;
	if (!(await keepReport(ctx, messageId, report))) return false;
	const meaning = MEANINGS[report.state];
	const state = message.state as MessageState;
	const next = meaning ? applyReport(state, meaning) : state;
	const columns = {
		...(message.sent_at || next === state ? {} : { sent_at: report.at }),
		...(next === "delivered" ? { delivered_at: report.at } : {}),
		...(report.cost ? { cost_micros: report.cost.micros, cost_currency: report.cost.currency } : {}),
	};
	if (next !== state) await moveMessage(ctx, message, next, next === "delivered" ? null : report.reason, columns);
	const suppression = suppressionOf(report, message.channel);
	if (suppression && message.to_address) {
		const { contact_id, to_address: address } = message;
		await addSuppression(ctx, { ...suppression, address, messageId, contactId: contact_id ?? undefined });
	}
	if (report.provider === "twilio" && next !== state && message.cost_micros === null) {
		const after = new Date(ctx.now.getTime() + COST_AFTER_MS);
		await ctx.enqueue(fetchCostJob, { orgId: ctx.org, messageId }, { after });
	}
	return true;
}

async function keepReport(ctx: Ctx, messageId: string, report: Report): Promise<boolean> {
	const row = await ctx.db
		.insertInto("delivery_reports")
		.values({
			org_id: ctx.org,
			id: newId(),
			message_id: messageId,
			provider: report.provider,
			report_key: `${report.provider}:${report.eventId ?? `${report.state}:${report.code ?? ""}`}`,
			state: report.state,
			reason: report.reason,
			permanent: report.permanent,
			cost_micros: report.cost?.micros ?? null,
			cost_currency: report.cost?.currency ?? null,
			reported_at: report.at,
			received_at: ctx.now,
		})
		.onConflict((conflict) => conflict.columns(["org_id", "message_id", "report_key"]).doNothing())
		.returning("id")
		.executeTakeFirst();
	return row !== undefined;
}

function suppressionOf(report: Report, channel: string): Pick<NewSuppression, "channel" | "reason"> | undefined {
	if (channel !== "email" && channel !== "sms") return undefined;
	if (report.state === "complained") return { channel, reason: "complained" };
	if (report.state === "suppressed") return { channel, reason: channel === "sms" ? "stop" : "bounced" };
	return report.permanent && (report.state === "bounced" || report.state === "failed")
		? { channel, reason: "bounced" }
		: undefined;
}
