import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { MINUTE } from "#app/base/time.ts";
import { sayInstant } from "#app/base/words/say-time.ts";
import { raiseTask, settleTask } from "#app/domain/crm/raise-task.ts";
import { listBusy } from "#app/domain/scheduling/availability/busy-queries.ts";
import { lockPlace } from "#app/domain/scheduling/availability/place-lock.ts";
import { getPlace } from "#app/domain/scheduling/availability/place-queries.ts";
import { freeBay } from "#app/domain/scheduling/rules/bays.ts";
import type { ShopAppointment } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";
import type { KnownAppointment } from "./known-appointment.ts";
import type { ShopCalendar } from "./read-shop-appointments.ts";

/** Stores one of a shop's own appointments as busy time, or frees it; nothing happens when it is as it was. */
export async function placeShopAppointment(
	ctx: Ctx,
	calendar: ShopCalendar,
	known: KnownAppointment | undefined,
	visit: ShopAppointment,
): Promise<void> {
	if (visit.cancelled || visit.endsAt <= visit.startsAt) {
		if (known?.state === "booked") await free(ctx, calendar, known.id);
		return;
	}
	// A member has said what became of it; the shop's calendar does not know.
	if (known && (known.state === "completed" || known.state === "no-show")) return;
	const same =
		known?.state === "booked" &&
		known.starts_at.getTime() === visit.startsAt.getTime() &&
		known.ends_at.getTime() === visit.endsAt.getTime();
	if (same && known.bay !== null && known.title === titleOf(visit)) return;
	const { bay, from, to } = await findBay(ctx, calendar, visit, known?.id);
	if (same && known.bay === null && bay === null) return;
	const id = known?.id ?? newId();
	const times = {
		bay,
		title: titleOf(visit),
		starts_at: visit.startsAt,
		ends_at: visit.endsAt,
		during: sql<string>`tstzrange(${new Date(from)}, ${new Date(to)})`,
		state: "booked" as const,
		updated_at: ctx.now,
	};
	if (known) await ctx.db.updateTable("appointments").set(times).where("id", "=", id).execute();
	else await insert(ctx, calendar, visit, { ...times, id });
	await noteFit(ctx, calendar, { id, fits: bay !== null, visit });
	await ctx.record({
		name: known ? "appointment.changed-by-shop" : "appointment.added-by-shop",
		subject: { type: "appointment", id },
		data: {
			connectionId: calendar.connectionId,
			locationId: calendar.locationId,
			startsAt: visit.startsAt.toISOString(),
		},
		topics: [`calendar:${calendar.locationId}`],
	});
}

const titleOf = (visit: ShopAppointment) => visit.title.trim().slice(0, 300) || "Appointment of the shop";

async function free(ctx: Ctx, calendar: ShopCalendar, id: string): Promise<void> {
	await ctx.db
		.updateTable("appointments")
		.set((eb) => ({ state: "cancelled", version: eb("version", "+", 1), updated_at: ctx.now }))
		.where("id", "=", id)
		.execute();
	await settleTask(ctx, `appointment-bay ${id}`);
	await ctx.record({
		name: "appointment.freed-by-shop",
		subject: { type: "appointment", id },
		changes: { state: ["booked", "cancelled"] },
		topics: [`calendar:${calendar.locationId}`],
	});
}

/** The lowest bay free with the location's buffers; else without them, since the shop has decided; else none. */
async function findBay(ctx: Ctx, calendar: ShopCalendar, visit: ShopAppointment, except: string | undefined) {
	const { schedule } = await getPlace(ctx, calendar.locationId);
	const startsAt = visit.startsAt.getTime();
	const endsAt = visit.endsAt.getTime();
	const from = startsAt - schedule.bufferBeforeMinutes * MINUTE;
	const to = endsAt + schedule.bufferAfterMinutes * MINUTE;
	await lockPlace(ctx, calendar.locationId, from, to);
	const busy =
		(await listBusy(ctx, { resourceIds: [calendar.locationId], from, to, except })).get(calendar.locationId) ?? [];
	const { capacity } = schedule;
	const buffered = freeBay({ capacity, busy, startsAt: from, endsAt: to });
	if (buffered !== null) return { bay: buffered, from, to };
	return { bay: freeBay({ capacity, busy, startsAt, endsAt }), from: startsAt, to: endsAt };
}

type Times = {
	id: string;
	bay: number | null;
	title: string;
	starts_at: Date;
	ends_at: Date;
	during: ReturnType<typeof sql<string>>;
	state: "booked";
	updated_at: Date;
};

async function insert(ctx: Ctx, calendar: ShopCalendar, visit: ShopAppointment, times: Times): Promise<void> {
	const customer = visit.externalCustomerId
		? await ctx.db
				.selectFrom("contact_identities")
				.select("contact_id")
				.where("source", "=", calendar.connectionId)
				.where("external_id", "=", visit.externalCustomerId)
				.executeTakeFirst()
		: undefined;
	await ctx.db
		.insertInto("appointments")
		.values({
			...times,
			org_id: ctx.org,
			location_id: calendar.locationId,
			contact_id: customer?.contact_id ?? null,
			time_zone: calendar.zone,
			origin: "shop",
			source: calendar.connectionId,
			external_id: visit.externalId,
			sync_state: "synced",
			created_at: ctx.now,
		})
		// Another run that read the same at this instant has stored it.
		.onConflict((conflict) =>
			conflict.columns(["org_id", "source", "external_id"]).where("external_id", "is not", null).doNothing(),
		)
		.execute();
}

async function noteFit(
	ctx: Ctx,
	calendar: ShopCalendar,
	{ id, fits, visit }: { id: string; fits: boolean; visit: ShopAppointment },
): Promise<void> {
	const dedupeKey = `appointment-bay ${id}`;
	if (fits) return settleTask(ctx, dedupeKey);
	await raiseTask(ctx, {
		title: `More is booked than there are places: “${titleOf(visit)}”`,
		detail: `The shop has this appointment on ${sayInstant(visit.startsAt, calendar.zone)}, when every place is taken already. Move one of them.`,
		kind: "appointment-conflict",
		subject: { type: "appointment", id },
		dedupeKey,
	});
}
