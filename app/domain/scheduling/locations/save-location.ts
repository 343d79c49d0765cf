import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { fieldChanges } from "#app/base/field-changes.ts";
import { isId, newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { scheduleColumns } from "#app/domain/scheduling/hours/schedule-columns.ts";
import { asE164, countryOf } from "#app/domain/scheduling/rules/phone.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { LocationForm } from "./location-form.ts";
import { getLocationSettings } from "./location-settings-queries.ts";

/**
 * Stores a location with its schedule: a new one, or what changed of one. 409 when somebody else has saved it since
 * `input.version`; 422 for a number that is none, or a place in the address that another location has.
 */
export async function saveLocation(
	ctx: Ctx,
	input: LocationForm & { id?: string | undefined },
): Promise<{ id: string }> {
	authorize(ctx, "locations.edit");
	const phone = input.phone ? asE164(input.phone, countryOf(null)) : null;
	if (phone === undefined) {
		throw invalid("This is no phone number.", { phone: ["Write it with its country, such as +1 510 555 0142"] });
	}
	const slug = input.slug ?? slugOf(input.name);
	await refuseTakenSlug(ctx, slug, input.id);
	const columns = {
		name: input.name,
		slug,
		time_zone: input.timeZone,
		phone,
		email: input.email ?? null,
		address: input.address ?? null,
		active: input.active === "on",
		send_window: jsonb(sendWindowOf(input)),
		updated_at: ctx.now,
	};
	const id = input.id ?? newId();
	const before = input.id ? await update(ctx, input.id, input.version, columns) : {};
	if (!input.id)
		await ctx.db
			.insertInto("locations")
			.values({ ...columns, org_id: ctx.org, id, created_at: ctx.now })
			.execute();
	await saveSchedule(ctx, id, input);
	const { fields } = await getLocationSettings(ctx, id);
	await ctx.record({
		name: input.id ? "location.changed" : "location.created",
		subject: { type: "location", id },
		changes: input.id ? fieldChanges(before, fields) : {},
		data: { name: input.name, timeZone: input.timeZone },
	});
	return { id };
}

/** Stores what is new of a location; its fields as they were, read once nobody else can save it. */
async function update(ctx: Ctx, id: string, version: number | undefined, columns: object) {
	if (!isId(id)) throw notFound("location");
	const current = await ctx.db
		.selectFrom("locations")
		.select(["name", "version"])
		.where("id", "=", id)
		.forUpdate()
		.executeTakeFirst();
	if (!current) throw notFound("location");
	if (version !== undefined && version !== current.version) {
		throw conflict("Somebody else has saved this location meanwhile. Load it again to see what changed.", { current });
	}
	const { fields } = await getLocationSettings(ctx, id);
	await ctx.db
		.updateTable("locations")
		.set((eb) => ({ ...columns, version: eb("version", "+", 1) }))
		.where("id", "=", id)
		.execute();
	return fields;
}

async function saveSchedule(ctx: Ctx, locationId: string, input: LocationForm): Promise<void> {
	const columns = { ...scheduleColumns(input), capacity: input.capacity };
	await ctx.db
		.insertInto("schedules")
		.values({ ...columns, org_id: ctx.org, id: newId(), location_id: locationId })
		.onConflict((on) =>
			on
				.columns(["org_id", "location_id"])
				.doUpdateSet((eb) => ({ ...columns, version: eb("schedules.version", "+", 1) })),
		)
		.execute();
}

async function refuseTakenSlug(ctx: Ctx, slug: string, id: string | undefined): Promise<void> {
	const taken = await ctx.db.selectFrom("locations").select("id").where("slug", "=", slug).executeTakeFirst();
	if (taken && taken.id !== id) {
		throw invalid("Another location has this address.", {
			slug: ["Another location has this address. Choose another."],
		});
	}
}

function sendWindowOf({ sendHours, sendHolidays, quietStarts, quietEnds }: LocationForm) {
	return {
		hours: sendHours,
		holidays: sendHolidays,
		...(quietStarts && quietEnds ? { quietHours: { starts: quietStarts, ends: quietEnds } } : {}),
	};
}

function slugOf(name: string): string {
	const plain = name
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.replace(/^-+|-+$/g, "")
		.slice(0, 60);
	return plain || "location";
}
