import type { Ctx } from "#db/context.ts";
import type { Appointment } from "./appointment-queries.ts";

/** Who meets at an appointment: the location and the contact. */
export type AppointmentParty = {
	location: { id: string; name: string; phone: string | null; address: string | null; email: string | null };
	contact: { id: string; name: string; email: string | null; phone: string | null };
};

/** The location and contact of an appointment in one query; undefined when it lacks one of them. */
export async function findParty(ctx: Ctx, appointment: Appointment): Promise<AppointmentParty | undefined> {
	if (!appointment.locationId || !appointment.contactId) return undefined;
	const row = await ctx.db
		.selectFrom("locations as l")
		.innerJoin("contacts as c", "c.org_id", "l.org_id")
		.select([
			"l.id",
			"l.name",
			"l.phone",
			"l.address",
			"l.email",
			"c.id as contact_id",
			"c.first_name",
			"c.last_name",
			"c.email as contact_email",
			"c.phone as contact_phone",
		])
		.where("l.id", "=", appointment.locationId)
		.where("c.id", "=", appointment.contactId)
		.executeTakeFirst();
	if (!row) return undefined;
	const { id, name, phone, address, email } = row;
	return {
		location: { id, name, phone, address, email },
		contact: {
			id: row.contact_id,
			name: `${row.first_name} ${row.last_name}`.trim(),
			email: row.contact_email,
			phone: row.contact_phone,
		},
	};
}
