import { describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createLead } from "#app/domain/leads/create-lead.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, asActor, makeOrg, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { makePlace } from "#tests/support/places.ts";
import { key, newLead, openTwoFirms, place, strangers } from "./two-firms.ts";

openTwoFirms();

describe("leads in the API", () => {
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

function withoutId(body: { error: { requestId: string } }) {
	return { error: { ...body.error, requestId: "" } };
}
