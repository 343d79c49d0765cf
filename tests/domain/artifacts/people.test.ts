import { beforeAll, expect, it } from "vitest";
import { getArtifact } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { removeArtifact } from "#app/domain/artifacts/saving/remove-artifact.ts";
import { saveArtifact } from "#app/domain/artifacts/saving/save-artifact.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { askErasure } from "#app/domain/crm/privacy/ask-erasure.ts";
import { emptyTrash } from "#app/domain/crm/records/empty-trash.ts";
import { house } from "#db/context.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
let accountId: string;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	({ accountId } = await makePlay(org, { name: "Orchard" }));
});

it("CRM-8 SUCCESS-7 erasure takes a person out of titles and of every version, whoever may change versions besides", async () => {
	const contact = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Annelies", lastName: "Oakhurst" }));
	const draft = { kind: "email_draft", accountId, title: "To Annelies Oakhurst", content: { to: "Annelies Oakhurst" } };
	const { id } = await as(org, "user", (ctx) => createArtifact(ctx, draft));
	await as(org, "user", (ctx) =>
		saveArtifact(ctx, id, { version: 1, content: { to: "Bob" }, note: "Annelies Oakhurst left" }),
	);
	await as(org, "admin", (ctx) => askErasure(ctx, { id: contact.id, typed: "Annelies Oakhurst" }));
	await runJobs();
	for (const number of [1, 2]) {
		const artifact = await as(org, "viewer", (ctx) => getArtifact(ctx, id, number));
		expect(artifact.title).toBe("To erased");
		expect(JSON.stringify(artifact)).not.toContain("Oakhurst");
	}
});

it("SUCCESS-7 what was removed goes for good with its versions after its days in the trash, and not before", async () => {
	const { id } = await as(org, "user", (ctx) => createArtifact(ctx, { kind: "pricing", accountId }));
	await as(org, "user", (ctx) => removeArtifact(ctx, { id }));
	const count = async () =>
		(await house().database.owner.query("select from artifact_versions where artifact_id = $1", [id])).length;
	await asActor(org.id, SYSTEM, (ctx) => emptyTrash(ctx));
	expect(await count()).toBe(1);
	await house().database.owner.query("update artifacts set deleted_at = now() - interval '91 days' where id = $1", [
		id,
	]);
	await asActor(org.id, SYSTEM, (ctx) => emptyTrash(ctx));
	expect(await count()).toBe(0);
});
