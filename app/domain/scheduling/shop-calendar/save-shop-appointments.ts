import { isId } from "#app/base/ids.ts";
import type { ShopAppointment } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";
import type { KnownAppointment } from "./known-appointment.ts";
import { placeShopAppointment } from "./place-shop-appointment.ts";
import type { ShopCalendar } from "./read-shop-appointments.ts";
import { noteOwnInShop } from "./recognise-own-appointment.ts";

/**
 * Brings a shop's calendar and ours in step: its appointments become busy time, what it cancelled is free, what it
 * moved is moved, ours are known by their mark and never doubled. Nothing is written for what is as it was. What does
 * not fit (more at once than there are places, or ours changed in the shop) becomes a person's task.
 */
export async function saveShopAppointments(
	ctx: Ctx,
	calendar: ShopCalendar,
	visits: readonly ShopAppointment[],
): Promise<void> {
	const known = await listKnown(ctx, calendar, visits);
	const byExternal = new Map(known.filter((row) => row.external_id).map((row) => [row.external_id, row]));
	const byId = new Map(known.map((row) => [row.id, row]));
	for (const visit of visits) {
		const own = visit.correlation ? byId.get(visit.correlation) : undefined;
		const row = own ?? byExternal.get(visit.externalId);
		if (row && row.origin !== "shop") await noteOwnInShop(ctx, calendar, row, visit);
		else await placeShopAppointment(ctx, calendar, row, visit);
	}
	const listed = new Set(visits.map((visit) => visit.externalId));
	for (const row of known) {
		if (row.origin !== "shop" || row.state !== "booked" || !row.external_id || listed.has(row.external_id)) continue;
		// Read over the whole stretch, so what is not in the list is no longer in the shop.
		if (row.ends_at <= calendar.from || row.starts_at >= calendar.to) continue;
		await placeShopAppointment(ctx, calendar, row, { ...visitOf(row, calendar), cancelled: true });
	}
}

async function listKnown(
	ctx: Ctx,
	calendar: ShopCalendar,
	visits: readonly ShopAppointment[],
): Promise<KnownAppointment[]> {
	const externalIds = visits.map((visit) => visit.externalId);
	const ids = visits.map((visit) => visit.correlation).filter(isId);
	return ctx.db
		.selectFrom("appointments")
		.select(["id", "external_id", "origin", "state", "bay", "title", "starts_at", "ends_at"])
		.select(["sequence", "synced_sequence", "sync_state"])
		.where((eb) =>
			eb.or([
				eb.and([
					eb("location_id", "=", calendar.locationId),
					eb("source", "=", calendar.connectionId),
					eb("starts_at", "<", calendar.to),
					eb("ends_at", ">", calendar.from),
				]),
				...(externalIds.length > 0
					? [eb.and([eb("source", "=", calendar.connectionId), eb("external_id", "in", externalIds)])]
					: []),
				...(ids.length > 0 ? [eb("id", "in", ids)] : []),
			]),
		)
		.execute();
}

function visitOf(row: KnownAppointment, calendar: ShopCalendar): ShopAppointment {
	return {
		externalId: row.external_id!,
		externalLocationId: calendar.externalLocationId,
		title: row.title,
		note: null,
		startsAt: row.starts_at,
		endsAt: row.ends_at,
		allDay: false,
		cancelled: false,
		externalOrderId: null,
		externalCustomerId: null,
		externalVehicleId: null,
		correlation: null,
		updatedAt: null,
	};
}
