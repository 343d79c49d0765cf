import { expect, test } from "vitest";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { unmergeContacts } from "#app/domain/crm/merging/unmerge-contacts.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { joinKnownContact } from "#app/domain/leads/intake/customers/join-known-contact.ts";
import { as, asActor, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { type ConnectedShop, eachWithShop, leadsOf, soon } from "#tests/support/shop-house.ts";

let org: TestOrg;
let shop: ConnectedShop;
eachWithShop((made) => {
	({ org, shop } = made);
});

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const readAll = (table: "contacts" | "merges" | "contact_identities") =>
	as(org, "owner", (ctx) => ctx.db.selectFrom(table).selectAll().execute()) as Promise<Record<string, unknown>[]>;

/** An order that came while the shop was away, by somebody whose address is here already. Returns the two contacts. */
async function orderOfKnown(): Promise<{ known: string; nameless: string }> {
	shop.standin.setFault("500");
	const { customer } = await shop.standin.placeOrder();
	await runJobs(soon());
	const [lead] = await leadsOf(org);
	expect(lead).toMatchObject({ email: null, phone: null, enriched_at: null });
	const { emails } = customer as unknown as { emails: { email: string }[] };
	const { id } = await as(org, "user", (ctx) =>
		createContact(ctx, { firstName: "Ann", email: emails[0]!.email.toLowerCase() }),
	);
	return { known: id, nameless: String(lead!.contact_id) };
}

test("LEAD-4 CRM-4 a nameless contact that turns out to be known here is merged, and can be taken apart again", async () => {
	const { known, nameless } = await orderOfKnown();
	shop.standin.setFault(null);
	await runJobs(later(60), 2);
	const [lead] = await leadsOf(org);
	expect(lead).toMatchObject({ contact_id: known, enrich_error: null });
	const merged = (await readAll("contacts")).find(({ id }) => id === nameless);
	expect(merged).toMatchObject({ merged_into: known, deleted_at: expect.any(Date) });
	const [merge, ...others] = await readAll("merges");
	expect(others).toEqual([]);
	expect(merge).toMatchObject({ survivor_id: known, merged_id: nameless, undone_at: null });
	const events = await as(org, "owner", (ctx) =>
		ctx.db.selectFrom("events").select(["subject_id", "data"]).where("name", "=", "contact.merged").execute(),
	);
	expect(events).toEqual([
		{
			subject_id: known,
			data: expect.objectContaining({ from: nameless, mergeId: merge!.id, version: expect.any(Number) }),
		},
	]);
	await as(org, "user", (ctx) => unmergeContacts(ctx, String(merge!.id)));
	expect((await leadsOf(org))[0]).toMatchObject({ id: lead!.id, contact_id: nameless });
	expect((await readAll("contact_identities"))[0]).toMatchObject({ contact_id: nameless });
	expect((await readAll("contacts")).find(({ id }) => id === nameless)).toMatchObject({
		merged_into: null,
		deleted_at: null,
	});
});

test("LEAD-4 a nameless contact that somebody put in the trash is not merged, and the lead goes to the known one", async () => {
	const { known, nameless } = await orderOfKnown();
	await as(org, "user", (ctx) => trashRecord(ctx, { type: "contact", id: nameless }));
	shop.standin.setFault(null);
	expect((await runJobs(later(60))).filter(({ error }) => error)).toEqual([]);
	expect(await readAll("merges")).toEqual([]);
	expect((await leadsOf(org))[0]).toMatchObject({ contact_id: known });
});

test("LEAD-4 nothing is merged without an address from the shop, or for a contact that has one", async () => {
	const { known, nameless } = await orderOfKnown();
	const join = (contactId: string, facts: object) =>
		asActor(org.id, SYSTEM, (ctx) => joinKnownContact(ctx, { contactId, facts: facts as never, country: "US" }));
	await join(nameless, {});
	await join(nameless, { customer: { emails: [{ address: "nobody-here@example.test" }], phones: [] } });
	await join(known, { customer: { emails: [{ address: "nobody-here@example.test" }], phones: [] } });
	expect(await readAll("merges")).toEqual([]);
});
