import { beforeAll } from "vitest";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import type { Shop } from "#tests/domain/scheduling/shop.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

// An organisation whose members book at its shops in July, and another one, for the file that imports this.

/** Monday, 6 July 2026, 8 am in Los Angeles. */
export const NOW = new Date("2026-07-06T15:00:00Z");
export const at = (time: string, date = "2026-07-07") => new Date(`${date}T${time}:00-07:00`);

export let org: TestOrg;
export let other: TestOrg;

/** Call it once at the top of a file: what it opens is that file's own. */
export function openJuly(): void {
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});
}

type More = { contactId?: string; outsideHours?: boolean };

/** A member books for a shop's contact, unless another is named. */
export function book(shop: Shop, startsAt: Date, more: More = {}, now = NOW) {
	return as(org, "user", (ctx) => bookAppointment(ctx, { ...shop, startsAt, origin: "member", ...more }), now);
}
