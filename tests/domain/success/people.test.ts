import { beforeAll, describe, expect, it } from "vitest";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { mergeContacts } from "#app/domain/crm/merging/merge-contacts.ts";
import { askErasure } from "#app/domain/crm/privacy/ask-erasure.ts";
import { executeAction } from "#app/domain/success/actions/execute-action.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { saveIntelligence } from "#app/domain/success/intelligence/save-intelligence.ts";
import { getPlay } from "#app/domain/success/queue/play-queries.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makePlay } from "./success-house.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});
const person = (firstName: string, lastName: string) =>
	as(org, "user", async (ctx) => (await createContact(ctx, { firstName, lastName })).id);
const decides = (accountId: string) =>
	as(org, "viewer", async (ctx) => (await getIntelligence(ctx, accountId)).stakeholders.map(({ name }) => name));

describe("people at the customer's", () => {
	it("CRM-8 SUCCESS-1 erasure takes who decides, as a contact and by name, and what was written of them in plays", async () => {
		const id = await person("Annelies", "Oakhurst");
		const { accountId, playId } = await makePlay(org, { name: "Orchard" });
		await as(org, "user", (ctx) =>
			saveIntelligence(ctx, accountId, {
				stakeholders: [{ name: "Head of all", contactId: id }, { name: "Annelies Oakhurst" }, { name: "Bob Elm" }],
			}),
		);
		await as(org, "user", (ctx) =>
			executeAction(ctx, { playId, action: "skip", reason: "Annelies Oakhurst has left" }),
		);
		await as(org, "admin", (ctx) => askErasure(ctx, { id, typed: "Annelies Oakhurst" }));
		await runJobs();
		expect(await decides(accountId)).toEqual(["Bob Elm"]);
		const play = await as(org, "viewer", (ctx) => getPlay(ctx, playId));
		expect(JSON.stringify(play)).not.toContain("Oakhurst");
		expect(play.actions[0]!.reason).toBe("erased has left");
	});

	it("SUCCESS-1 who decides stays with the contact that two were merged into", async () => {
		const [kept, gone] = [await person("Cleo", "Marsh"), await person("C.", "Marsh")];
		const { accountId } = await makePlay(org, { name: "Mill" });
		await as(org, "user", (ctx) =>
			saveIntelligence(ctx, accountId, { stakeholders: [{ name: "Cleo Marsh", contactId: gone }] }),
		);
		await as(org, "user", (ctx) => mergeContacts(ctx, { survivorId: kept, mergedId: gone, choices: {} }));
		const { stakeholders } = await as(org, "viewer", (ctx) => getIntelligence(ctx, accountId));
		expect(stakeholders[0]!.contactId).toBe(kept);
	});
});
