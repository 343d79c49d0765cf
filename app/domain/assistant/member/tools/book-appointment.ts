import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { sayInstant } from "#app/base/words/say-time.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { bookAppointment as book } from "#app/domain/scheduling/appointments/book-appointment.ts";
import type { Ctx } from "#db/context.ts";
import type { ChangeTool } from "./tool.ts";

const Input = z.object({
	contactId: z.uuid(),
	serviceId: z.uuid(),
	startsAt: z.iso.datetime({ offset: true }).describe("A free time that find_times told"),
});

export const bookAppointment: ChangeTool<z.output<typeof Input>> = {
	name: "book_appointment",
	purpose: "Book a service for a contact at a free time.",
	permission: "appointments.book",
	input: Input,
	async words(ctx, { contactId, serviceId, startsAt }) {
		const { name } = await getRecord(ctx, "contact", contactId);
		const service = await serviceOf(ctx, serviceId);
		return `Book ${service.name} for ${name} at ${service.location}, ${sayInstant(Date.parse(startsAt), service.zone)}`;
	},
	async carryOut(ctx, { contactId, serviceId, startsAt }) {
		const service = await serviceOf(ctx, serviceId);
		const appointment = await book(ctx, {
			locationId: service.locationId,
			serviceId,
			startsAt: new Date(startsAt),
			contactId,
			origin: "member",
		});
		return { message: `${service.name} is booked.`, href: `/calendar/${appointment.id}` };
	},
};

async function serviceOf(ctx: Ctx, id: string) {
	const service = await ctx.db
		.selectFrom("services as s")
		.innerJoin("locations as l", (join) => join.onRef("l.org_id", "=", "s.org_id").onRef("l.id", "=", "s.location_id"))
		.select(["s.name", "l.id as locationId", "l.name as location", "l.time_zone as zone"])
		.where("s.id", "=", id)
		.where("s.active", "=", true)
		.executeTakeFirst();
	if (!service) throw invalid("There is no such service. Look for it again.");
	return service;
}
