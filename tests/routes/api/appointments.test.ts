import { describe, expect, test } from "vitest";
import { giveHours } from "#tests/domain/scheduling/members.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { makeOrg } from "#tests/support/house.ts";
import { makePlace } from "#tests/support/places.ts";
import { key, newLead, openTwoFirms, org, place, strangers } from "./two-firms.ts";

openTwoFirms();

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: "08:00", closes: "18:00" }));

describe("locations and appointments in the API", () => {
	test("locations are listed by name with hours and services, and only one's own", async () => {
		const firm = await makeOrg("Branches");
		await makePlace(firm.id, { name: "West" });
		const east = await makePlace(firm.id, { name: "East", zone: "America/Denver" });
		const branches = await makeKey(firm);
		const first = await callApi(branches, "/api/locations?limit=1");
		expect(first.body.data).toHaveLength(1);
		expect(first.body.data[0]).toMatchObject({ id: east.id, name: "East", timeZone: "America/Denver", capacity: 1 });
		expect(first.body.data[0].services).toEqual([
			{
				id: east.serviceId,
				name: "Brake pads",
				description: "",
				priceCents: 31_000,
				currency: "USD",
				durationMinutes: 60,
			},
		]);
		expect(first.body.data[0].hours[0]).toEqual({ weekday: 1, opens: "08:00", closes: "18:00" });
		const second = await callApi(branches, `/api/locations?limit=1&cursor=${first.body.next}`);
		expect(second.body.data.map((each: { name: string }) => each.name)).toEqual(["West"]);
		expect(second.body.next).toBeNull();
	});

	test("SCHED-1 a slot is found, booked, gone for the next, moved and cancelled", async () => {
		const [mine, rival] = [(await newLead()).body, (await newLead()).body];
		const query = `locationId=${place.id}&serviceId=${place.serviceId}`;
		const free = await callApi(key, `/api/availability?${query}`);
		const [slot, later] = free.body.data;
		expect(free.body).toMatchObject({ timeZone: "America/Chicago", service: { durationMinutes: 60 }, next: null });
		const book = (lead: { id: string; contact: { id: string } }) =>
			callApi(key, "/api/appointments", {
				body: {
					locationId: place.id,
					serviceId: place.serviceId,
					contactId: lead.contact.id,
					leadId: lead.id,
					startsAt: slot.startsAt,
				},
			});
		const booked = await book(mine);
		expect(booked.body).toMatchObject({ state: "booked", origin: "api", startsAt: slot.startsAt, leadId: mine.id });
		const late = await book(rival);
		expect(late.status).toBe(409);
		expect(late.body.error.details.alternatives.length).toBeGreaterThanOrEqual(3);
		const path = `/api/appointments/${booked.body.id}`;
		const moved = await callApi(key, path, { method: "PATCH", body: { startsAt: later.startsAt } });
		expect([moved.status, moved.body.startsAt]).toEqual([200, later.startsAt]);
		expect((await book(rival)).status).toBe(201);
		const cancelled = await callApi(key, `${path}?reason=Rain`, { method: "DELETE" });
		expect(cancelled.body).toMatchObject({ state: "cancelled", cancelReason: "Rain" });
		const listed = await callApi(key, `/api/appointments?leadId=${mine.id}`);
		expect(listed.body.data.map((each: { id: string }) => each.id)).toEqual([booked.body.id]);
		for (const call of [{ method: "PATCH", body: { startsAt: later.startsAt } }, { method: "DELETE" }]) {
			expect((await callApi(strangers, path, call)).status).toBe(404);
		}
	});

	test("SCHED-1 a member's time is found and booked like a location's, and half an answer is refused at its field", async () => {
		const memberId = await giveHours(org, "manager", { hours: EVERY_DAY });
		const lead = (await newLead()).body;
		const free = await callApi(key, `/api/availability?memberId=${memberId}&durationMinutes=30`);
		expect(free.body).toMatchObject({ timeZone: "America/Los_Angeles", service: null });
		const booking = { memberId, durationMinutes: 30, contactId: lead.contact.id, startsAt: free.body.data[0].startsAt };
		const booked = await callApi(key, "/api/appointments", { body: booking });
		expect([booked.status, booked.body.memberId, booked.body.memberName]).toEqual([201, memberId, "The manager"]);
		expect(booked.body).toMatchObject({ locationId: null, title: "Meeting", syncState: "none" });
		const rival = { ...booking, contactId: (await newLead()).body.contact.id };
		expect((await callApi(key, "/api/appointments", { body: rival })).status).toBe(409);
		const listed = await callApi(key, `/api/appointments?memberId=${memberId}`);
		expect(listed.body.data.map((each: { id: string }) => each.id)).toEqual([booked.body.id]);
		const path = `/api/appointments/${booked.body.id}`;
		const moved = await callApi(key, path, { method: "PATCH", body: { startsAt: free.body.data[2].startsAt } });
		expect(moved.body.startsAt).toBe(free.body.data[2].startsAt);
		expect((await callApi(key, path, { method: "DELETE" })).body.state).toBe("cancelled");
		const fieldsOf = async (body: object) =>
			Object.keys((await callApi(key, "/api/appointments", { body: { ...booking, ...body } })).body.error.fields);
		expect(await fieldsOf({ locationId: place.id })).toEqual(["locationId", "memberId"]);
		expect(await fieldsOf({ memberId: undefined })).toEqual(["locationId", "memberId"]);
		expect(await fieldsOf({ durationMinutes: undefined })).toEqual(["durationMinutes"]);
		expect(await fieldsOf({ serviceId: place.serviceId })).toEqual(["serviceId"]);
		expect((await callApi(key, "/api/availability?durationMinutes=30")).status).toBe(422);
		expect((await callApi(strangers, `/api/availability?memberId=${memberId}&durationMinutes=30`)).status).toBe(404);
		expect((await callApi(strangers, "/api/appointments", { body: booking })).status).toBe(404);
	});
});
