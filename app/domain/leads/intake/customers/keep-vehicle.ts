import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { ShopVehicle } from "#app/providers/shop/port.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { ToldFields } from "./keep-contact.ts";
import { followed, isStale, remembered, type Told } from "./keep-in-step.ts";

const COLUMNS = ["year", "make", "model", "colour", "plate", "vin"] as const;

/** Stores the vehicle of a shop's customer, or brings the one that is known in step and gives it to this contact. */
export async function saveVehicle(
	ctx: Ctx,
	{ connectionId, contactId, vehicle }: { connectionId: string; contactId: string; vehicle: ShopVehicle },
): Promise<string> {
	authorize(ctx, "contacts.edit");
	const told = toldOf(vehicle);
	const added = await ctx.db
		.insertInto("vehicles")
		.values({
			...(told as object),
			org_id: ctx.org,
			id: newId(),
			contact_id: contactId,
			source: connectionId,
			external_id: vehicle.externalId,
			told: jsonb(told),
			told_at: vehicle.updatedAt,
		})
		.onConflict((conflict) => conflict.columns(["org_id", "source", "external_id"]).doNothing())
		.returning("id")
		.executeTakeFirst();
	if (added) return added.id;
	await keepVehicle(ctx, { connectionId, vehicle });
	const known = await ctx.db
		.updateTable("vehicles")
		.set({ contact_id: contactId })
		.where("source", "=", connectionId)
		.where("external_id", "=", vehicle.externalId)
		.returning("id")
		.executeTakeFirstOrThrow();
	return known.id;
}

/** As `keepContact` for a vehicle: what was changed here stays. Returns whether anything changed. */
export async function keepVehicle(
	ctx: Ctx,
	{ connectionId, vehicle }: { connectionId: string; vehicle: ShopVehicle },
): Promise<boolean> {
	authorize(ctx, "contacts.edit");
	const row = await ctx.db
		.selectFrom("vehicles")
		.select(["id", "contact_id", "told", "told_at", ...COLUMNS])
		.where("source", "=", connectionId)
		.where("external_id", "=", vehicle.externalId)
		.forUpdate()
		.executeTakeFirst();
	if (!row || isStale(row.told_at, vehicle.updatedAt)) return false;
	const ours = Object.fromEntries(COLUMNS.map((name) => [name, row[name]]));
	const told = toldOf(vehicle);
	// Before its last word was kept, only the shop itself wrote its vehicles.
	const last = row.told === null ? ours : ToldFields.parse(row.told);
	const changes = followed(ours, last, told);
	await ctx.db
		.updateTable("vehicles")
		.set({
			...Object.fromEntries(Object.entries(changes).map(([name, [, value]]) => [name, value])),
			told: jsonb(remembered(last, told)),
			told_at: vehicle.updatedAt ?? row.told_at,
			updated_at: ctx.now,
		})
		.where("id", "=", row.id)
		.execute();
	if (Object.keys(changes).length === 0) return false;
	await ctx.record({
		name: "vehicle.changed",
		subject: { type: "vehicle", id: row.id },
		parent: { type: "contact", id: row.contact_id },
		changes,
		data: { by: "shop", connectionId },
	});
	return true;
}

function toldOf(vehicle: ShopVehicle): Told {
	const { year, make, colour, plate, vin } = vehicle;
	const model = [vehicle.model, vehicle.submodel].filter(Boolean).join(" ") || null;
	return { year, make, model, colour, plate, vin };
}
