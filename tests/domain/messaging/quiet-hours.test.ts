import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { sendWindowOf } from "#app/domain/leads/sequences/send-settings.ts";
import { quietHoursAt } from "#app/domain/messaging/schema.ts";
import { readGateFacts } from "#app/domain/messaging/sending/gate-facts.ts";
import { jsonb } from "#db/client.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeLocation } from "#tests/support/leads.ts";

const OWN = { starts: "19:00", ends: "10:00" };
const GENERAL = { starts: "20:00", ends: "09:00" };
const SHIPPED = { starts: "21:00", ends: "08:00" };
const messaging = { quietHours: GENERAL };

/** What a location says, what its organisation says, and what holds. */
const CASES: [string, unknown, unknown, unknown][] = [
	["a location's own hold", { quietHours: OWN }, { messaging }, OWN],
	["a location that says none has none", { quietHours: null }, { messaging }, null],
	["a location that says nothing has its organisation's", { holidays: [] }, { messaging }, GENERAL],
	["an organisation that says none has none", {}, { messaging: { quietHours: null } }, null],
	["what nobody says is the shipped rule", {}, {}, SHIPPED],
];

describe("MSG-5 quiet hours mean one thing to the gate and to sequences", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
	});

	test.each(CASES)("%s", async (_name, window, settings, holds) => {
		expect(quietHoursAt(window, settings)).toEqual(holds);
		const locationId = await makeLocation(org, { window });
		const facts = await as(org, "owner", async (ctx) => {
			await ctx.db
				.updateTable("organisations")
				.set({ settings: jsonb(settings) })
				.where("id", "=", org.id)
				.execute();
			const asked = { id: newId(), channel: "sms" as const, purpose: "reply", to_address: null, contact_id: null };
			return readGateFacts(ctx, { ...asked, location_id: locationId, notBefore: null });
		});
		expect(facts.quietHours).toEqual(holds);
		const row = { time_zone: "UTC", send_window: window, exceptions: [], contact_time_zone: null, settings };
		expect(sendWindowOf(row).quietHours).toEqual(holds && { ...(holds as object), zone: null });
	});

	test("a message without a location keeps its organisation's", () => {
		expect(quietHoursAt(null, { messaging })).toEqual(GENERAL);
	});
});
