import { describe, expect, test } from "vitest";
import { requestCatalogue } from "#app/domain/integrations/catalogue/request-catalogue.ts";
import { as, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { type ConnectedShop, connectionOf, eachWithShop, soon } from "#tests/support/shop-house.ts";

let org: TestOrg;
let shop: ConnectedShop;

eachWithShop((made) => {
	({ org, shop } = made);
});

describe("the catalogue", () => {
	const sync = () => as(org, "admin", (ctx) => requestCatalogue(ctx, shop.connectionId)).then(() => runJobs(soon(), 2));

	test("LEAD-4 is each location's services with price and length, in step with the shop", async () => {
		await sync();
		const first = await activeServices();
		expect(first).toHaveLength(shop.standin.state.services.length);
		expect(first.every((service) => service.price_cents! > 0 && service.duration_minutes! > 0)).toBe(true);
		const [gone, changed] = shop.standin.state.services;
		shop.standin.state.services.splice(0, 1);
		changed!.name = "Renamed service";
		await sync();
		const names = (await activeServices()).map((service) => service.external_id);
		expect(names).not.toContain(gone!.id);
		const renamed = (await activeServices()).find((service) => service.external_id === changed!.id);
		expect(renamed).toMatchObject({ name: "Renamed service" });
		expect(first.find((service) => service.external_id === changed!.id)!.id).toBe(renamed!.id);
	});

	test("LEAD-4 leaves services made by hand alone", async () => {
		const id = crypto.randomUUID();
		await as(org, "owner", (ctx) =>
			ctx.db
				.insertInto("services")
				.values({ org_id: org.id, id, location_id: shop.locationIds[0]!, name: "By hand" })
				.execute(),
		);
		await sync();
		expect((await activeServices()).map((service) => service.id)).toContain(id);
	});

	test("LEAD-4 that cannot be read says why, keeps what there is, and mends itself", async () => {
		await sync();
		const before = await activeServices();
		shop.standin.setFault("nonsense");
		const ran = await sync();
		expect(ran.some(({ error }) => error)).toBe(true);
		expect(await connectionOf(org, shop)).toMatchObject({
			catalogue_error: expect.stringMatching(/could not be read/),
		});
		expect(await activeServices()).toEqual(before);
		shop.standin.setFault(null);
		await sync();
		expect(await connectionOf(org, shop)).toMatchObject({ catalogue_error: null });
	});
});

function activeServices() {
	return as(org, "owner", (ctx) =>
		ctx.db.selectFrom("services").selectAll().where("active", "=", true).orderBy("id").execute(),
	);
}
