import { conflict, notFound } from "#app/base/errors.ts";
import { fieldChanges } from "#app/base/field-changes.ts";
import { isId, newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { ServiceForm } from "./location-form.ts";

/**
 * Stores a service of a location: a new one of its own, or what changed of one. Of a service that comes from the shop
 * system only `active` can change here; the rest would be overwritten by its next reading. 404 for what is not here.
 */
export async function saveService(ctx: Ctx, input: ServiceForm & { locationId: string }): Promise<{ id: string }> {
	authorize(ctx, "locations.edit");
	if (!isId(input.locationId)) throw notFound("location");
	const location = await ctx.db
		.selectFrom("locations as l")
		.innerJoin("organisations as o", "o.id", "l.org_id")
		.select(["l.id", "o.currency"])
		.where("l.id", "=", input.locationId)
		.executeTakeFirst();
	if (!location) throw notFound("location");
	const active = input.active === "on";
	const columns = {
		name: input.name,
		price_cents: input.price ?? null,
		duration_minutes: input.durationMinutes ?? null,
		active,
		updated_at: ctx.now,
	};
	const id = input.serviceId ?? newId();
	let changes: Record<string, [unknown, unknown]> = {};
	if (!input.serviceId) {
		const row = {
			...columns,
			org_id: ctx.org,
			id,
			location_id: location.id,
			currency: location.currency,
			active: true,
		};
		await ctx.db.insertInto("services").values(row).execute();
	} else changes = await update(ctx, location.id, id, columns);
	await ctx.record({
		name: input.serviceId ? "service.changed" : "service.created",
		subject: { type: "service", id },
		parent: { type: "location", id: location.id },
		changes,
		data: { name: input.name, currency: location.currency },
	});
	return { id };
}

type Columns = { name: string; price_cents: number | null; duration_minutes: number | null; active: boolean };

/** Stores what is new of a service; what differs, as its event tells it. */
async function update(ctx: Ctx, locationId: string, id: string, columns: Columns) {
	const known = await ctx.db
		.selectFrom("services")
		.select(["id", "source", "name", "price_cents", "duration_minutes", "active"])
		.where("id", "=", id)
		.where("location_id", "=", locationId)
		.forUpdate()
		.executeTakeFirst();
	if (!known) throw notFound("service");
	const differs =
		known.name !== columns.name ||
		known.price_cents !== columns.price_cents ||
		known.duration_minutes !== columns.duration_minutes;
	if (known.source && differs) throw conflict("This service comes from the shop system. Change it there.");
	await ctx.db.updateTable("services").set(columns).where("id", "=", id).execute();
	return fieldChanges(told(known), told(columns));
}

const told = (service: Columns) => ({
	name: service.name,
	priceCents: service.price_cents,
	durationMinutes: service.duration_minutes,
	active: service.active,
});
