import { z } from "zod";
import { authorize } from "#app/domain/identity/policy.ts";
import { defineNode, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { standInId } from "#app/domain/workflows/nodes/stand-ins.ts";
import { neededId } from "#app/domain/workflows/nodes/texts.ts";

const sample = {
	id: "",
	state: "new",
	title: "Window tint",
	services: ["Window tint"],
	source: "form",
	valueCents: 25_000,
	currency: "USD",
	owner: null,
	contact: { id: "", firstName: "Ann", lastName: "Lee", email: "ann@example.com", phone: null },
	location: { id: "", name: "Northside" },
};

/** What is known of a lead and its contact (FLOW-1), for the steps after it. */
export const readLead = defineNode<{ lead: string }>({
	type: "read_lead",
	label: "Look at a lead",
	group: "records",
	hint: "Reads a lead with its contact and location.",
	settings: z.strictObject({ lead: neededId("say which lead") }),
	fields: [{ name: "lead", label: "Lead", kind: "text", help: "Its id, such as {{ trigger.subject.id }}." }],
	ports: () => ["next"],
	canFail: true,
	act: async (ctx, { settings: { lead } }) => {
		authorize(ctx, "leads.edit");
		const row = await ctx.db
			.selectFrom("leads as l")
			.innerJoin("contacts as c", (join) => join.onRef("c.org_id", "=", "l.org_id").onRef("c.id", "=", "l.contact_id"))
			.innerJoin("locations as p", (join) =>
				join.onRef("p.org_id", "=", "l.org_id").onRef("p.id", "=", "l.location_id"),
			)
			.select(["l.id", "l.state", "l.title", "l.services", "l.source", "l.value_cents", "l.currency", "l.owner_id"])
			.select(["c.id as contact_id", "c.first_name", "c.last_name", "c.email", "c.phone"])
			.select(["p.id as location_id", "p.name as location"])
			.where("l.id", "=", lead)
			.executeTakeFirst();
		if (!row) throw new StepFailure("There is no such lead here.");
		const { id, state, title, services, source, currency } = row;
		return {
			output: {
				...{ id, state, title, services, source, currency, owner: row.owner_id },
				valueCents: row.value_cents === null ? null : Number(row.value_cents),
				contact: {
					...{ id: row.contact_id, firstName: row.first_name, lastName: row.last_name },
					...{ email: row.email, phone: row.phone },
				},
				location: { id: row.location_id, name: row.location },
			},
		};
	},
	preview: ({ settings: { lead }, ...work }) => ({
		effect: "Would look at a lead.",
		output: {
			...{ ...sample, id: lead, owner: standInId(work, "owner") },
			contact: { ...sample.contact, id: standInId(work, "contact"), phone: "+12025550123" },
			location: { ...sample.location, id: standInId(work, "location") },
			onTrial: { kind: "lead", fields: {} },
		},
	}),
	sample,
});
