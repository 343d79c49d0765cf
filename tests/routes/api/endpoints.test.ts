import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createLead } from "#app/domain/leads/create-lead.ts";
import { giveHours } from "#tests/domain/scheduling/members.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makePlace } from "#tests/support/places.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: "08:00", closes: "18:00" }));

describe("the API", () => {
	let org: TestOrg;
	let other: TestOrg;
	let place: Awaited<ReturnType<typeof makePlace>>;
	let key: string;
	let strangers: string;

	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
		place = await makePlace(org.id);
		key = await makeKey(org);
		strangers = await makeKey(other);
	});

	const newLead = (more: object = {}) =>
		callApi(key, "/api/leads", {
			body: {
				locationId: place.id,
				title: "Brakes",
				contact: { firstName: "Ann", email: `${newId()}@c.test` },
				...more,
			},
		});

	test("LEAD-5 a lead made by key is answered with its thirteen touches, and read back the same", async () => {
		const made = await newLead({ services: ["Brake pads"], valueCents: 31_000 });
		expect(made.status).toBe(201);
		expect(made.body).toMatchObject({ state: "new", source: "api", services: ["Brake pads"], valueCents: 31_000 });
		expect(made.body.touches).toHaveLength(13);
		expect(made.body.touches[0]).toMatchObject({ position: 1, channel: "email", status: "scheduled" });
		expect((await callApi(key, `/api/leads/${made.body.id}`)).body).toEqual(made.body);
	});

	test("a contact that is known by address is not made twice, and both or neither way to name one is 422", async () => {
		const contact = { email: "twice@c.test" };
		const [first, second] = [await newLead({ contact }), await newLead({ contact })];
		expect(second.body.contact.id).toBe(first.body.contact.id);
		const both = await newLead({ contactId: first.body.contact.id });
		expect([both.status, both.body.error.fields]).toEqual([422, { contact: ["Give either contactId or contact"] }]);
		const nobody = await newLead({ contact: {} });
		expect(nobody.status).toBe(422);
		expect((await newLead({ contact: undefined, contactId: newId() })).status).toBe(404);
	});

	test("lists go newest first by a cursor to the end, without gaps or repeats", async () => {
		const firm = await makeOrg("Listing firm");
		const there = await makePlace(firm.id);
		const listing = await makeKey(firm);
		const made: string[] = [];
		for (let index = 0; index < 7; index++) made.push(await leadOf(firm, there.id, `Lead ${index}`));
		const seen: string[] = [];
		let next: string | null = "";
		while (next !== null) {
			const page = await callApi(listing, `/api/leads?limit=3${next ? `&cursor=${next}` : ""}`);
			seen.push(...page.body.data.map((lead: { id: string }) => lead.id));
			next = page.body.next;
		}
		expect(seen).toEqual(made.reverse());
	});

	test("a cursor that is none, or another list's, is 422 at its field", async () => {
		const place2 = Buffer.from(JSON.stringify({ startsAt: new Date(), id: newId() })).toString("base64url");
		for (const cursor of ["x", "%00", "bnVsbA", place2]) {
			const { status, body } = await callApi(key, `/api/leads?cursor=${cursor}`);
			expect([status, Object.keys(body.error.fields)]).toEqual([422, ["cursor"]]);
		}
		for (const limit of ["0", "101", "1.5", "many"]) {
			expect((await callApi(key, `/api/leads?limit=${limit}`)).status).toBe(422);
		}
	});

	test("leads are narrowed by state and place", async () => {
		const made = await newLead();
		await callApi(key, `/api/leads/${made.body.id}`, {
			method: "PATCH",
			body: { state: "lost", lostReason: "Too far" },
		});
		const lost = await callApi(key, `/api/leads?state=lost&locationId=${place.id}`);
		expect(lost.body.data.map((lead: { id: string }) => lead.id)).toEqual([made.body.id]);
		expect((await callApi(key, `/api/leads?locationId=${newId()}`)).body.data).toEqual([]);
	});

	test("CRM-1 a change with the version of before is 409 with what there is now, and a field that is none is 422", async () => {
		const { body: lead } = await newLead();
		const patch = (body: object) => callApi(key, `/api/leads/${lead.id}`, { method: "PATCH", body });
		const first = await patch({ title: "Brakes and tyres", version: lead.version });
		expect([first.status, first.body.title, first.body.version]).toEqual([200, "Brakes and tyres", lead.version + 1]);
		const second = await patch({ title: "Tyres", version: lead.version });
		expect([second.status, second.body.error.details.current.title]).toEqual([409, "Brakes and tyres"]);
		const wrong = await patch({ colour: "red" });
		expect([wrong.status, wrong.body.error.fields]).toEqual([422, { colour: ["There is no such field"] }]);
	});

	test("another organisation's lead is answered like one that is not there, and stays as it is", async () => {
		const { body: lead } = await newLead();
		const call = { method: "PATCH", body: { title: "Stolen" } };
		for (const method of ["GET", "PATCH"] as const) {
			const use = method === "GET" ? {} : call;
			const foreign = await callApi(strangers, `/api/leads/${lead.id}`, use);
			const absent = await callApi(strangers, `/api/leads/${newId()}`, use);
			expect([foreign.status, withoutId(foreign.body)]).toEqual([404, withoutId(absent.body)]);
		}
		expect((await callApi(key, `/api/leads/${lead.id}`)).body.title).toBe("Brakes");
		expect((await callApi(strangers, "/api/leads")).body.data).toEqual([]);
		const there = { locationId: place.id, title: "x", contact: { email: "eve@c.test" } };
		expect((await callApi(strangers, "/api/leads", { body: there })).status).toBe(404);
	});

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

	test("MSG-1 the outbox tells each message's state and its lead", async () => {
		const { body: lead } = await newLead();
		await runJobs(new Date(lead.touches[0].plannedAt));
		const { status, body } = await callApi(key, `/api/messages?leadId=${lead.id}`);
		expect(status).toBe(200);
		expect(body.data[0]).toMatchObject({ leadId: lead.id, channel: "email", direction: "out", purpose: "sequence" });
		expect(body.data[0].state).toBe("held");
		expect((await callApi(strangers, `/api/messages?leadId=${lead.id}`)).body.data).toEqual([]);
	});

	test("AUDIT-1 a change by key stands in the log with the key, and is walked by cursor", async () => {
		const { body: lead } = await newLead();
		const patched = await callApi(key, `/api/leads/${lead.id}`, { method: "PATCH", body: { title: "Changed" } });
		const first = await callApi(key, `/api/events?subject=lead:${lead.id}&limit=1`);
		expect(first.body.data[0]).toMatchObject({
			name: "lead.changed",
			actor: { kind: "api-key", name: "The owner" },
			changes: { title: ["Brakes", "Changed"] },
			ip: "203.0.113.9",
			requestId: patched.headers.get("x-request-id"),
		});
		const second = await callApi(key, `/api/events?subject=lead:${lead.id}&limit=1&cursor=${first.body.next}`);
		expect(second.body.data[0].name).toBe("lead.created");
		expect((await callApi(strangers, `/api/events?subject=lead:${lead.id}`)).body.data).toEqual([]);
		expect((await callApi(await makeKey(org, "manager"), "/api/events")).status).toBe(403);
		expect((await callApi(key, "/api/events?from=yesterday")).status).toBe(422);
	});

	test("the system's status says what is switched on, without an address or a secret", async () => {
		const { status, body } = await callApi(key, "/api/system/status");
		expect(status).toBe(200);
		expect(body.sending.email).toEqual({ environment: false, organisation: false, sends: false });
		expect(body.providers).toEqual({ email: false, sms: false, models: [] });
		expect(JSON.stringify(body)).not.toMatch(/secret|sealed|key/i);
	});

	async function leadOf(firm: TestOrg, locationId: string, title: string): Promise<string> {
		const contactId = newId();
		await as(firm, "owner", ({ db }) =>
			db
				.insertInto("contacts")
				.values({ org_id: firm.id, id: contactId, email: `${contactId}@c.test` })
				.execute(),
		);
		const made = await asActor(firm.id, SYSTEM, (ctx) =>
			createLead(ctx, { contactId, locationId, title, source: "api", enroll: false }),
		);
		return made.id;
	}
});

function withoutId(body: { error: { requestId: string } }) {
	return { error: { ...body.error, requestId: "" } };
}
