import type { Ctx } from "#db/context.ts";
import type { Appointment } from "./appointment-queries.ts";

/** Who is visited: a location, or a member, whose phone and rooms are their own. */
export type Host = {
	kind: "location" | "member";
	id: string;
	name: string;
	phone: string | null;
	address: string | null;
	email: string | null;
};

/** Who meets at an appointment: the location or member, and the contact. */
export type AppointmentParty = {
	host: Host;
	contact: { id: string; name: string; email: string | null; phone: string | null };
};

/**
 * Host and contact of an appointment in one query; undefined when it lacks one of them. A member who has left is still
 * named as they were when it was booked.
 */
export async function findParty(ctx: Ctx, appointment: Appointment): Promise<AppointmentParty | undefined> {
	const { locationId, memberId, contactId } = appointment;
	if (!contactId) return undefined;
	const row = await ctx.db
		.selectFrom("contacts as c")
		.leftJoin("locations as l", (join) => join.onRef("l.org_id", "=", "c.org_id").on("l.id", "=", locationId))
		.leftJoin("memberships as m", (join) => join.onRef("m.org_id", "=", "c.org_id").on("m.id", "=", memberId))
		.select(["l.name", "l.phone", "l.address", "l.email", "m.name as member_name", "m.email as member_email"])
		.select(["c.id as contact_id", "c.first_name", "c.last_name"])
		.select(["c.email as contact_email", "c.phone as contact_phone"])
		.where("c.id", "=", contactId)
		.executeTakeFirst();
	const host = row && hostOf(appointment, row);
	if (!host) return undefined;
	return {
		host,
		contact: {
			id: row.contact_id,
			name: `${row.first_name} ${row.last_name}`.trim(),
			email: row.contact_email,
			phone: row.contact_phone,
		},
	};
}

type HostRow = Record<"name" | "phone" | "address" | "email" | "member_name" | "member_email", string | null>;

function hostOf({ locationId, memberId, memberName }: Appointment, row: HostRow): Host | undefined {
	const { phone, address, email } = row;
	if (locationId)
		return row.name === null ? undefined : { kind: "location", id: locationId, name: row.name, phone, address, email };
	const name = row.member_name ?? memberName;
	if (!memberId || name === null) return undefined;
	return { kind: "member", id: memberId, name, phone: null, address: null, email: row.member_email };
}
