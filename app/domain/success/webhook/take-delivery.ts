import { sql } from "kysely";
import { AppError, sqlState } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { saveIntelligence } from "#app/domain/success/intelligence/save-intelligence.ts";
import { jsonb } from "#db/client.ts";
import type { Actor, Ctx } from "#db/context.ts";
import { askForPlays } from "../orchestrating/follow-accounts.ts";
import { findToldAccount } from "./find-told-account.ts";
import { keepTold, lateFields } from "./late-fields.ts";
import { nameIn, type Placed } from "./read-delivery.ts";
import type { Remark } from "./schema.ts";

/** Of more accounts at once the plays of all are decided: one job instead of one for each. */
const FEW = 5;
/** How far ahead of ours a sender's clock may be. */
const AHEAD_MS = 300_000;

/** `next`: the entry at the place reached; null when there is none. */
type Waiting = { id: string; signedAt: Date; next: Placed | null; total: number; done: number };
/** In whose name a delivery is worked on: its webhook's. Undefined where it is not here. */
export async function deliveryActor(ctx: Ctx, deliveryId: string): Promise<Actor | undefined> {
	authorize(ctx, "account-hooks.receive");
	const { rows } = await sql<{ id: string; name: string }>`
		select h.id, h.name from account_deliveries d join account_hooks h on h.org_id = d.org_id and h.id = d.hook_id
		where d.org_id = ${ctx.org} and d.id = ${deliveryId}`.execute(ctx.db);
	return rows[0] && { kind: "webhook", ...rows[0] };
}

export type Steps = <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>;

/**
 * Works on a delivery from where it stands: each account in a transaction of its own with the place reached, so a
 * process that dies has done an account or not, and two that run at once take turns. What cannot be done is remarked.
 */
export async function takeDelivery(step: Steps, deliveryId: string): Promise<void> {
	for (;;) {
		let place = -1;
		try {
			const isOver = await step(async (ctx) => {
				const delivery = await holdDelivery(ctx, deliveryId);
				if (!delivery) return true;
				place = delivery.done;
				return takeNext(ctx, delivery);
			});
			if (isOver) return;
		} catch (error) {
			const refusal = refusalOf(error);
			if (!refusal || place < 0) throw error;
			await step((ctx) => remarkRefusal(ctx, deliveryId, place, refusal));
		}
	}
}

/** What is wrong with an account stays so; what is wrong with us is tried again. */
function refusalOf(error: unknown): AppError | undefined {
	if (error instanceof AppError) return error.status < 500 ? error : undefined;
	if (!/^2[23]/.test(sqlState(error) ?? "")) return undefined;
	return new AppError(422, "not-taken", "A value cannot be kept. Check what was sent of this account.");
}

async function holdDelivery(ctx: Ctx, id: string): Promise<Waiting | undefined> {
	authorize(ctx, "account-hooks.receive");
	const { rows } = await sql<Waiting>`
		select id, signed_at as "signedAt", entries -> done as next, total, done from account_deliveries
		where org_id = ${ctx.org} and id = ${id} and state = 'received' for update`.execute(ctx.db);
	return rows[0];
}

async function takeNext(ctx: Ctx, delivery: Waiting): Promise<boolean> {
	const { next } = delivery;
	if (!next) {
		await endDelivery(ctx, delivery);
		return true;
	}
	const { isChanged, remark } = await takeEntry(ctx, delivery, next);
	await moveOn(ctx, delivery.id, remark, isChanged);
	return false;
}

async function takeEntry(
	ctx: Ctx,
	{ signedAt, total }: Waiting,
	{ entry, told: { account, at: said, ...input } }: Placed,
): Promise<{ isChanged: boolean; remark?: Remark }> {
	const at = said ? new Date(said) : new Date(signedAt);
	if (at.getTime() > ctx.now.getTime() + AHEAD_MS)
		throw new AppError(422, "not-taken", "It is of an instant that has not come yet. Check at and the sender's clock.");
	const accountId = await findToldAccount(ctx, account);
	const late = await lateFields(ctx, accountId, Object.keys(input), at);
	const current = Object.fromEntries(Object.entries(input).filter(([field]) => !late.includes(field)));
	const { changed } = await saveIntelligence(ctx, accountId, current);
	await keepTold(ctx, accountId, Object.keys(current), at);
	const isChanged = changed.length > 0;
	if (isChanged && total <= FEW) await askForPlays(ctx, accountId);
	if (late.length === 0) return { isChanged };
	const reason = `Something newer is known of ${late.join(", ")} already, so ${late.length === 1 ? "it was" : "they were"} left as ${late.length === 1 ? "it is" : "they are"}.`;
	return { isChanged, remark: { entry, account: nameIn({ account }), accountId, kind: "late", reason } };
}

async function remarkRefusal(ctx: Ctx, id: string, place: number, error: AppError): Promise<void> {
	const delivery = await holdDelivery(ctx, id);
	if (delivery?.done !== place || !delivery.next) return;
	const { entry, told } = delivery.next;
	const fields = Object.entries(error.fields ?? {}).map(([field, words]) => `${field}: ${[words].flat().join(" ")}`);
	const reason = [error.message, ...fields].join(" ").slice(0, 500);
	await moveOn(ctx, id, { entry, account: nameIn(told), kind: "refused", reason }, false);
}

async function moveOn(ctx: Ctx, id: string, remark: Remark | undefined, isChanged: boolean): Promise<void> {
	await sql`update account_deliveries set done = done + 1, changed = changed + ${isChanged ? 1 : 0},
		remarks = remarks || ${jsonb(remark ? [remark] : [])} where org_id = ${ctx.org} and id = ${id}`.execute(ctx.db);
}

/** What was sent is not kept any longer than it is needed. */
async function endDelivery(ctx: Ctx, { id, total }: Waiting): Promise<void> {
	const { rows } = await sql<{ changed: number }>`
		update account_deliveries set state = 'processed', entries = '[]', processed_at = ${ctx.now}
		where org_id = ${ctx.org} and id = ${id} returning changed`.execute(ctx.db);
	if (total > FEW && rows[0]!.changed > 0) await askForPlays(ctx);
}
