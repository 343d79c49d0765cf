import type { Ctx } from "#db/context.ts";
import type { DemoService } from "./demo-content.ts";
import { DEMO_ORG } from "./people.ts";
import { DEMO_CONNECTION, DEMO_LOCATIONS, locationId } from "./places.ts";
import { seedId } from "./seed-id.ts";

/**
 * The locations' services under the shop's own ids and connection: what the shop's sync finds is these very rows, so
 * it brings them in step and adds none twice.
 */
export async function seedServices({ db }: Ctx, catalogue: readonly (readonly DemoService[])[]): Promise<void> {
	const rows = catalogue.flatMap((services, place) =>
		services.map((service) => ({
			org_id: DEMO_ORG,
			id: serviceId(service),
			location_id: locationId(DEMO_LOCATIONS[place]!.key),
			source: DEMO_CONNECTION,
			external_id: service.externalId,
			name: service.name,
			description: service.description,
			price_cents: service.priceCents,
			duration_minutes: service.durationMinutes,
		})),
	);
	await db
		.insertInto("services")
		.values(rows)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** The id of a demo service. */
export function serviceId(service: DemoService): string {
	return seedId(`service ${service.externalId}`);
}
