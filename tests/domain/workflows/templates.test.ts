import { beforeAll, describe, expect, it } from "vitest";
import { problemsOf, publishWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { createFromTemplate } from "#app/domain/workflows/templates/create-from-template.ts";
import { TEMPLATE_AREA_LABELS, TEMPLATE_AREAS } from "#app/domain/workflows/templates/flow-template.ts";
import { TEMPLATES } from "#app/domain/workflows/templates/gallery.ts";
import { tryNode } from "#app/domain/workflows/trying/try-node.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

describe("FLOW-6 templates", () => {
	it("FLOW-6 at least twelve, in every area, each with an id and a name of its own", () => {
		expect(TEMPLATES.length).toBeGreaterThanOrEqual(12);
		expect(new Set(TEMPLATES.map(({ area }) => area))).toEqual(new Set(TEMPLATE_AREAS));
		expect(Object.keys(TEMPLATE_AREA_LABELS)).toEqual([...TEMPLATE_AREAS]);
		expect(new Set(TEMPLATES.map(({ id }) => id)).size).toBe(TEMPLATES.length);
		expect(new Set(TEMPLATES.map(({ name }) => name)).size).toBe(TEMPLATES.length);
	});

	it.each(TEMPLATES.map((template) => [template.id, template] as const))(
		"FLOW-6 %s can be published as it is, and each of its steps can be tried",
		async (id, template) => {
			expect(problemsOf(template.graph)).toEqual([]);
			const made = await as(org, "manager", (ctx) => createFromTemplate(ctx, id));
			await as(org, "manager", (ctx) => publishWorkflow(ctx, made.id, { version: 1 }));
			// By hand it begins with what whoever starts it gives.
			const trigger = { contact: "01900000-0000-7000-8000-000000000000", text: "Hello", subject: "Hello" };
			const isByHand = template.graph.nodes.some(({ type }) => type === "manual");
			for (const node of template.graph.nodes) {
				const steps = SAMPLES[id];
				const tried = await as(org, "viewer", (ctx) =>
					tryNode(ctx, template.graph, node.id, { ...(isByHand ? { trigger } : {}), ...(steps ? { steps } : {}) }),
				);
				expect(tried.problem, `${node.name} in ${id}`).toBeNull();
			}
		},
	);

	it("FLOW-6 a template that does not exist makes nothing, and who may not draw workflows makes none", async () => {
		await expect(as(org, "manager", (ctx) => createFromTemplate(ctx, "nothing"))).rejects.toMatchObject({
			status: 404,
		});
		await expect(as(org, "user", (ctx) => createFromTemplate(ctx, TEMPLATES[0]!.id))).rejects.toMatchObject({
			status: 403,
		});
	});
});

/** What records and people bring that no sample can know. */
const ID = "01900000-0000-7000-8000-000000000000";
const account = {
	id: ID,
	fields: { name: "Acme", renewalOn: new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10), ownerId: ID },
};
const SAMPLES: Record<string, Record<string, unknown>> = {
	"hand-out-leads": { owner: { owner: ID } },
	"ask-why-lost": { lead: { title: "Tint", contact: { id: ID, firstName: "Ann" } } },
	"approve-large-deals": { deal: { fields: { name: "Fleet" } } },
	"prepare-renewals": { account },
	"save-shrinking-accounts": { call: { values: { Reason: "price", "What would keep them": "less" } } },
	"form-to-deal": { contact: { id: ID } },
	"tell-other-system": { post: { error: "It said no." } },
	"watch-service": { ask: { error: "It said no." } },
};
