import { expect, test } from "vitest";
import { openShopmonkey, problemOf, shop, standin } from "./open-shopmonkey.ts";

openShopmonkey();

test("LEAD-4 an appointment is written to the shop, known again, changed and cancelled", async () => {
	const { order } = standin.makeOrder({ seed: 5_000 });
	const window = { externalLocationId: order.locationId, from: at("2026-12-01T00:00Z"), to: at("2026-12-02T00:00Z") };
	const booking = {
		externalLocationId: order.locationId,
		correlation: "01938e2c-1",
		title: "Roof wrap",
		note: "Booked in the chat",
		startsAt: at("2026-12-01T15:00Z"),
		endsAt: at("2026-12-01T18:00Z"),
		externalOrderId: order.id,
		externalCustomerId: order.customerId,
		externalVehicleId: order.vehicleId,
	};
	const made = await shop.createAppointment(booking);
	expect(made).toMatchObject({ ...booking, cancelled: false });
	expect(standin.state.appointments.at(-1)).toMatchObject({
		sendConfirmation: false,
		sendReminder: false,
		useSMS: false,
	});
	expect(await shop.createAppointment(booking)).toMatchObject({ externalId: made.externalId });
	expect(await shop.listAppointments(window)).toHaveLength(1);
	const moved = await shop.updateAppointment(made.externalId, {
		startsAt: at("2026-12-01T16:00Z"),
		endsAt: at("2026-12-01T19:00Z"),
		note: "Moved by the customer",
	});
	expect(moved).toMatchObject({ startsAt: at("2026-12-01T16:00Z"), note: "Moved by the customer", title: "Roof wrap" });
	expect(moved.correlation).toBe(booking.correlation);
	await shop.cancelAppointment(made.externalId, "");
	await shop.cancelAppointment(made.externalId, "again");
	expect((await shop.listAppointments(window))[0]).toMatchObject({ externalId: made.externalId, cancelled: true });
});

test("LEAD-4 a booking is known again by its note where the shop drops metadata", async () => {
	const locationId = standin.state.locations[0]!.id;
	const booking = plainBooking(locationId, "from-the-note");
	const made = await shop.createAppointment(booking);
	Object.assign(standin.state.appointments.at(-1)!, { metadata: "odd" });
	expect((await shop.createAppointment(booking)).externalId).toBe(made.externalId);
});

test("LEAD-4 a booking is known again by its metadata where staff rewrote the note", async () => {
	const locationId = standin.state.locations[1]!.id;
	const booking = plainBooking(locationId, "from-metadata");
	const made = await shop.createAppointment(booking);
	Object.assign(standin.state.appointments.at(-1)!, { note: "Called the customer" });
	expect((await shop.createAppointment(booking)).externalId).toBe(made.externalId);
});

test("LEAD-4 busy time is what overlaps, at that location, in order of time", async () => {
	const [here, there] = standin.state.locations.map((place) => place.id);
	await shop.createAppointment({
		...plainBooking(here!, "late"),
		startsAt: at("2027-01-05T14:00Z"),
		endsAt: at("2027-01-05T16:00Z"),
	});
	await shop.createAppointment({
		...plainBooking(here!, "over"),
		startsAt: at("2027-01-04T20:00Z"),
		endsAt: at("2027-01-05T10:00Z"),
	});
	await shop.createAppointment({
		...plainBooking(here!, "ends"),
		startsAt: at("2027-01-05T07:00Z"),
		endsAt: at("2027-01-05T08:00Z"),
	});
	await shop.createAppointment({
		...plainBooking(there!, "else"),
		startsAt: at("2027-01-05T09:00Z"),
		endsAt: at("2027-01-05T10:00Z"),
	});
	const busy = await shop.listAppointments({
		externalLocationId: here!,
		from: at("2027-01-05T08:00Z"),
		to: at("2027-01-05T18:00Z"),
	});
	expect(busy.map((visit) => visit.correlation)).toEqual(["over", "late"]);
});

test("LEAD-4 more than a page of appointments is read to the end", async () => {
	const [here] = standin.state.locations.map((place) => place.id);
	const template = standin.state.appointments[0]!;
	for (let index = 0; index < 230; index += 1) {
		const startDate = new Date(Date.UTC(2027, 5, 1, 0, index)).toISOString();
		const endDate = new Date(Date.UTC(2027, 5, 1, 0, index + 1)).toISOString();
		standin.state.appointments.push({ ...template, id: `page-${index}`, locationId: here, startDate, endDate });
	}
	const window = { externalLocationId: here!, from: at("2027-06-01T00:00Z"), to: at("2027-06-02T00:00Z") };
	const found = await shop.listAppointments(window);
	expect(new Set(found.map((visit) => visit.externalId)).size).toBe(230);
});

test("a booking the shop refuses tells the shop's reason", async () => {
	const locationId = standin.state.locations[0]!.id;
	const problem = await problemOf(
		shop.createAppointment({ ...plainBooking(locationId, "bad"), externalCustomerId: "nobody" }),
	);
	expect(problem.kind).toBe("rejected");
	expect(problem.message).toBe("The shop system did not accept the appointment: body/customerId is not a customer");
	expect(problem.worthRetrying).toBe(false);
});

function plainBooking(externalLocationId: string, correlation: string) {
	return {
		externalLocationId,
		correlation,
		title: "Hood wrap",
		note: "",
		startsAt: at("2026-12-10T15:00Z"),
		endsAt: at("2026-12-10T18:00Z"),
		externalOrderId: null,
		externalCustomerId: null,
		externalVehicleId: null,
	};
}

function at(text: string): Date {
	return new Date(text);
}
