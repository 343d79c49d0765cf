import { seal } from "#app/base/seal.ts";
import { jsonb } from "#db/client.ts";
import { DEMO_ORG, inDemoOrg, OTHER_ORG } from "./people.ts";
import { seedId } from "./seed-id.ts";

/** The demo's locations, in the order in which the shop stand-in numbers its own. Their streets are made up. */
export const DEMO_LOCATIONS = [
	{
		key: "lakeside",
		name: "Lakeside Tint & Wrap",
		zone: "America/Chicago",
		capacity: 2,
		address: "2140 Lakeside Drive, Kenosha, WI 53140",
	},
	{
		key: "northgate",
		name: "Northgate Auto Styling",
		zone: "America/Denver",
		capacity: 3,
		address: "880 Northgate Parkway, Denver, CO 80239",
	},
	{
		key: "harbor-point",
		name: "Harbor Point Film & Detail",
		zone: "America/Los_Angeles",
		capacity: 2,
		address: "415 Harbor Point Way, Kirkland, WA 98033",
	},
] as const;

/** The demo's shop connection, and the key and secret that the shop stand-in checks. */
export const DEMO_CONNECTION = seedId("connection demo");
export const DEMO_SHOP = { apiKey: "demo-shop-api-key", webhookSecret: "whsec_cGVyaWdlZS1kZW1vLXNob3Atc2VjcmV0IQ==" };

/** Fictional (NANP, 555-0100): nobody answers there. */
export const LOCATION_PHONE = "+15005550100";

const WEEK = [1, 2, 3, 4, 5].flatMap((weekday) => [
	{ weekday, opens: "08:00", closes: "12:00" },
	{ weekday, opens: "12:30", closes: "17:30" },
]);
const SATURDAY = { weekday: 6, opens: "09:00", closes: "14:00" };

/** The demo's locations keep quiet hours for texts alone: whoever tries it at night sees the first email at once too. */
const TEXTS_ONLY = { starts: "21:00", ends: "08:00", channels: ["sms"] };

/** Locations with their hours, and the connection to the shop stand-in at `shopUrl` once it runs. */
export async function seedPlaces(): Promise<void> {
	await inDemoOrg(DEMO_ORG, async ({ db }) => {
		for (const place of DEMO_LOCATIONS) {
			const id = locationId(place.key);
			await db
				.insertInto("locations")
				.values({
					org_id: DEMO_ORG,
					id,
					name: place.name,
					slug: place.key,
					time_zone: place.zone,
					phone: LOCATION_PHONE,
					address: place.address,
					send_window: jsonb({ quietHours: TEXTS_ONLY }),
				})
				.onConflict((conflict) => conflict.doNothing())
				.execute();
			await db
				.insertInto("schedules")
				.values({
					org_id: DEMO_ORG,
					id: seedId(`schedule ${place.key}`),
					location_id: id,
					time_zone: place.zone,
					weekly_hours: jsonb([...WEEK, SATURDAY]),
					exceptions: jsonb([]),
					capacity: place.capacity,
					buffer_after_minutes: 15,
				})
				.onConflict((conflict) => conflict.doNothing())
				.execute();
		}
	});
	await inDemoOrg(OTHER_ORG, async ({ db }) => {
		await db
			.insertInto("locations")
			.values({
				org_id: OTHER_ORG,
				id: locationId("quay"),
				name: "Quayside",
				slug: "quayside",
				time_zone: "Europe/London",
				address: "9 Quayside Row, Bristol BS1 4XX",
			})
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	});
}

/**
 * Connects the demo organisation to the shop stand-in, or follows it to a new address. `externalIds` are the
 * stand-in's own ids of its locations, in order.
 */
export async function connectDemoShop(shopUrl: string, externalIds: readonly string[]): Promise<void> {
	await inDemoOrg(DEMO_ORG, async ({ db }) => {
		await db
			.insertInto("shop_connections")
			.values({
				org_id: DEMO_ORG,
				id: DEMO_CONNECTION,
				kind: "shopmonkey",
				name: "Demo shop",
				base_url: shopUrl,
				api_key_sealed: seal(DEMO_SHOP.apiKey, `shop-key:${DEMO_CONNECTION}`),
				webhook_secret_sealed: seal(DEMO_SHOP.webhookSecret, `shop-secret:${DEMO_CONNECTION}`),
				lead_statuses: ["Estimate"],
			})
			.onConflict((conflict) => conflict.columns(["org_id", "id"]).doUpdateSet({ base_url: shopUrl }))
			.execute();
		for (const [index, place] of DEMO_LOCATIONS.entries()) {
			await db
				.insertInto("shop_locations")
				.values({
					org_id: DEMO_ORG,
					connection_id: DEMO_CONNECTION,
					external_id: externalIds[index]!,
					external_name: place.name,
					location_id: locationId(place.key),
				})
				.onConflict((conflict) => conflict.doNothing())
				.execute();
		}
	});
}

/** The id of a demo location. */
export function locationId(key: string): string {
	return seedId(`location ${key}`);
}
