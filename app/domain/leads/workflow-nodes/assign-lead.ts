import { z } from "zod";
import { updateLead } from "#app/domain/leads/update-lead.ts";
import { inWords } from "#app/domain/workflows/nodes/in-words.ts";
import { defineNode, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { membersNamed, memberWithFewest } from "#app/domain/workflows/nodes/records/choose-member.ts";
import { standInId } from "#app/domain/workflows/nodes/stand-ins.ts";
import { neededId, optional } from "#app/domain/workflows/nodes/texts.ts";

type Settings = { lead: string; members: string; onlyIfNobodys: boolean };

/** Gives a lead its owner (FLOW-1): the member named, or of several the one who has the fewest open leads. */
export const assignLead = defineNode<Settings>({
	type: "assign_lead",
	label: "Assign a lead",
	group: "records",
	hint: "Makes a member its owner; of several the one with the fewest open leads.",
	settings: z.strictObject({
		lead: neededId("say which lead"),
		members: optional(2_000),
		onlyIfNobodys: z.coerce.boolean().default(true),
	}),
	fields: [
		{ name: "lead", label: "Lead", kind: "text", help: "Its id, such as {{ trigger.subject.id }}." },
		{
			name: "members",
			label: "To",
			kind: "member",
			isOptional: true,
			help: "Of several, the one with the fewest: write their ids as an expression, with commas between them.",
			unset: "Whoever works here and has the fewest",
		},
		{ name: "onlyIfNobodys", label: "Only if nobody owns it", kind: "switch" },
	],
	ports: () => ["next"],
	canFail: true,
	act: (ctx, { settings: { lead, members, onlyIfNobodys } }) =>
		inWords(async () => {
			const row = await ctx.db.selectFrom("leads").select("owner_id").where("id", "=", lead).executeTakeFirst();
			if (!row) throw new StepFailure("There is no such lead here.");
			if (row.owner_id && onlyIfNobodys) return { output: { id: lead, owner: row.owner_id } };
			const owner = await memberWithFewest(ctx, membersNamed(members), "leads");
			await updateLead(ctx, { id: lead, ownerId: owner });
			return { output: { id: lead, owner } };
		}),
	preview: ({ settings: { lead, members }, ...work }) => ({
		effect: "Would give a lead an owner.",
		output: { id: lead, owner: membersNamed(members)[0] ?? standInId(work, "owner") },
	}),
	sample: { id: "", owner: "" },
});
