import { sayInstant } from "#app/base/words/say-time.ts";
import { raiseTask, settleTask } from "#app/domain/crm/raise-task.ts";
import { type ShopSettings, shopSettings } from "#app/domain/integrations/shops/shop-settings.ts";
import { ShopError, type ShopSystem } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";

/** One change to write into a shop's calendar: what is known before the call. */
export type ShopWrite = {
	appointmentId: string;
	sequence: number;
	connectionId: string;
	settings: ShopSettings;
	externalId: string | null;
	cancelled: boolean;
	reason: string;
	title: string;
	note: string;
	startsAt: Date;
	endsAt: Date;
	externalLocationId: string;
	externalOrderId: string | null;
	externalCustomerId: string | null;
};

/** Longer than a call can take, retries of the same call included. */
const LEASE_MS = 80_000;

/**
 * What of an appointment is to be written to its shop, or undefined when nothing is. Takes the row's lease, so that of
 * two jobs one writes; throws while another one does, which has the job tried again.
 */
export async function takeShopWrite(ctx: Ctx, appointmentId: string): Promise<ShopWrite | undefined> {
	const row = await lockRow(ctx, appointmentId);
	if (!row || row.origin === "shop" || row.sync_state === "none") return undefined;
	if (row.synced_sequence !== null && row.synced_sequence >= row.sequence) return undefined;
	if (row.syncing_until && row.syncing_until > ctx.now) throw new Error("this appointment is being written already");
	await ctx.db
		.updateTable("appointments")
		.set({ syncing_until: new Date(ctx.now.getTime() + LEASE_MS) })
		.where("id", "=", row.id)
		.execute();
	return toWrite(row, await shopSettings(ctx, row.connection_id));
}

/** The appointment with the shop that its location belongs to, and what that shop calls its customer and order. */
function lockRow(ctx: Ctx, appointmentId: string) {
	return ctx.db
		.selectFrom("appointments as a")
		.innerJoin("shop_locations as sl", (join) =>
			join.onRef("sl.org_id", "=", "a.org_id").onRef("sl.location_id", "=", "a.location_id"),
		)
		.innerJoin("shop_connections as c", (join) =>
			join.onRef("c.org_id", "=", "sl.org_id").onRef("c.id", "=", "sl.connection_id"),
		)
		.leftJoin("contacts as p", (join) => join.onRef("p.org_id", "=", "a.org_id").onRef("p.id", "=", "a.contact_id"))
		.leftJoin("contact_identities as i", (join) =>
			join.onRef("i.org_id", "=", "a.org_id").onRef("i.contact_id", "=", "a.contact_id").onRef("i.source", "=", "c.id"),
		)
		.leftJoin("leads as d", (join) =>
			join.onRef("d.org_id", "=", "a.org_id").onRef("d.id", "=", "a.lead_id").onRef("d.connection_id", "=", "c.id"),
		)
		.select(["a.id", "a.sequence", "a.synced_sequence", "a.state", "a.origin", "a.title", "a.starts_at", "a.ends_at"])
		.select(["a.source", "a.external_id", "a.sync_state", "a.syncing_until", "a.cancel_reason"])
		.select([
			"c.id as connection_id",
			"sl.external_id as external_location_id",
			"i.external_id as external_customer_id",
		])
		.select(["p.first_name", "p.last_name", "p.email", "p.phone", "d.external_order_id"])
		.where("a.id", "=", appointmentId)
		.where("c.enabled", "=", true)
		.orderBy("c.id")
		.forUpdate("a")
		.executeTakeFirst();
}

type Row = NonNullable<Awaited<ReturnType<typeof lockRow>>>;

function toWrite(row: Row, settings: ShopSettings): ShopWrite {
	const name = `${row.first_name ?? ""} ${row.last_name ?? ""}`.trim();
	return {
		appointmentId: row.id,
		sequence: row.sequence,
		connectionId: row.connection_id,
		settings,
		externalId: row.source === row.connection_id ? row.external_id : null,
		cancelled: row.state === "cancelled",
		reason: row.cancel_reason ?? "Cancelled by the customer",
		title: (name ? `${row.title}: ${name}` : row.title).slice(0, 200),
		note: [name, row.phone, row.email].filter(Boolean).join(", ").slice(0, 1_900),
		startsAt: row.starts_at,
		endsAt: row.ends_at,
		externalLocationId: row.external_location_id,
		externalOrderId: row.external_order_id,
		externalCustomerId: row.external_customer_id,
	};
}

/** Carries a change to the shop, outside any transaction. Returns the shop's id of the appointment, if it has one now. */
export async function writeToShop(shop: ShopSystem, write: ShopWrite): Promise<string | null> {
	const { externalId, startsAt, endsAt, title } = write;
	if (write.cancelled) {
		if (externalId) await cancelQuietly(shop, externalId, write.reason);
		return externalId;
	}
	if (externalId) return (await shop.updateAppointment(externalId, { startsAt, endsAt, title })).externalId;
	const made = await shop.createAppointment({
		externalLocationId: write.externalLocationId,
		correlation: write.appointmentId,
		title,
		note: write.note,
		startsAt,
		endsAt,
		externalOrderId: write.externalOrderId,
		externalCustomerId: write.externalCustomerId,
		externalVehicleId: null,
	});
	// Made by a run that died before it could say so, and moved here since.
	if (made.startsAt.getTime() !== startsAt.getTime() || made.endsAt.getTime() !== endsAt.getTime()) {
		await shop.updateAppointment(made.externalId, { startsAt, endsAt });
	}
	return made.externalId;
}

/** Notes what became of a write and gives the lease back. A refusal that no retry mends becomes a person's task. */
export async function settleShopWrite(ctx: Ctx, write: ShopWrite, outcome: string | null | ShopError): Promise<void> {
	const failed = outcome instanceof ShopError ? outcome : undefined;
	const needsPerson = failed !== undefined && (failed.kind === "rejected" || failed.kind === "not-found");
	const row = await ctx.db
		.updateTable("appointments")
		.set((eb) => ({
			syncing_until: null,
			sync_error: failed?.message ?? null,
			sync_state: eb
				.case()
				.when("sequence", ">", write.sequence)
				.then("pending" as const)
				.else(failed ? (needsPerson ? ("conflict" as const) : ("failed" as const)) : ("synced" as const))
				.end(),
			...(failed
				? {}
				: { synced_sequence: write.sequence, source: write.connectionId, external_id: outcome as string | null }),
			updated_at: ctx.now,
		}))
		.where("id", "=", write.appointmentId)
		.returning(["time_zone", "location_id"])
		.executeTakeFirst();
	if (!row) return;
	const dedupeKey = `appointment-sync ${write.appointmentId}`;
	if (needsPerson) {
		await raiseTask(ctx, {
			title: `The shop system did not take “${write.title}”`,
			detail: `${failed.message} It is booked here for ${sayInstant(write.startsAt, row.time_zone)}. Set it right in the shop system, or move or cancel it here.`,
			kind: "appointment-conflict",
			subject: { type: "appointment", id: write.appointmentId },
			dedupeKey,
		});
	} else if (!failed) await settleTask(ctx, dedupeKey);
	await ctx.record({
		name: failed ? "appointment.sync-failed" : "appointment.synced",
		subject: { type: "appointment", id: write.appointmentId },
		data: { connectionId: write.connectionId, ...(failed ? { error: failed.message } : {}) },
		topics: [`calendar:${row.location_id}`],
	});
}

/** What the shop does not know any more needs no cancelling. */
async function cancelQuietly(shop: ShopSystem, externalId: string, reason: string): Promise<void> {
	try {
		await shop.cancelAppointment(externalId, reason);
	} catch (error) {
		if (!(error instanceof ShopError) || error.kind !== "not-found") throw error;
	}
}
