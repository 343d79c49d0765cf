import { z } from "zod";
import { addDays, dateAt, dayBounds } from "#app/base/time.ts";
import { sayInstant } from "#app/base/words/say-time.ts";
import { findAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import type { ReadTool } from "../tool.ts";

const Input = z.object({
	service: z.string().trim().min(2).max(100).describe("Words of the service's name"),
	from: z.iso.date().optional(),
	to: z.iso.date().optional(),
});

export const findTimes: ReadTool<z.output<typeof Input>> = {
	name: "find_times",
	purpose: "Find free times for a service, with the ids that book_appointment needs.",
	permission: "availability.view",
	input: Input,
	async read(ctx, { service: words, from, to }, { zone }) {
		const wanted = words.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
		const services = await ctx.db
			.selectFrom("services as s")
			.innerJoin("locations as l", (join) =>
				join.onRef("l.org_id", "=", "s.org_id").onRef("l.id", "=", "s.location_id"),
			)
			.select(["s.id", "s.name", "l.id as locationId", "l.name as location", "l.time_zone as zone"])
			.where("s.active", "=", true)
			.where("l.active", "=", true)
			.where("s.duration_minutes", "is not", null)
			.orderBy("s.name")
			.limit(500)
			.execute();
		const service = services.find(({ name }) => wanted.every((word) => name.toLowerCase().includes(word)));
		if (!service) return { heading: `No service is called “${words}”.`, lines: [] };
		const first = from ?? dateAt(ctx.now.getTime(), service.zone ?? zone);
		const last = to ?? addDays(first, 6);
		const days = {
			from: new Date(dayBounds(first, service.zone).startsAt),
			to: new Date(dayBounds(last, service.zone).endsAt),
		};
		const { slots } = await findAvailability(ctx, { locationId: service.locationId, serviceId: service.id, ...days });
		return {
			heading:
				slots.length === 0
					? `${service.name} is not to be had at ${service.location} in those days.`
					: `Free for ${service.name} at ${service.location} (service ${service.id}):`,
			lines: slots.slice(0, 8).map(({ startsAt }) => ({
				text: `${sayInstant(startsAt.getTime(), service.zone)} (${startsAt.toISOString()})`,
				finding: {
					title: `${service.name}, ${sayInstant(startsAt.getTime(), service.zone)}`,
					href: `/calendar/new?location=${service.locationId}&service=${service.id}`,
				},
			})),
		};
	},
};
