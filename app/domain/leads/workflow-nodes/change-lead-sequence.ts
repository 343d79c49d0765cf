import { z } from "zod";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import { stopEnrollments } from "#app/domain/leads/sequences/stop-enrollments.ts";
import { inWords } from "#app/domain/workflows/nodes/in-words.ts";
import { defineNode, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { neededId } from "#app/domain/workflows/nodes/texts.ts";

const settings = z.strictObject({ lead: neededId("say which lead") });
const fields = [
	{ name: "lead", label: "Lead", kind: "text" as const, help: "Its id, such as {{ trigger.subject.id }}." },
];

/** Begins the follow-up of a lead (FLOW-1, LEAD-5), unless one is under way or the lead is closed. */
export const enrolLead = defineNode<{ lead: string }>({
	type: "enrol_lead",
	label: "Begin a lead's follow-up",
	group: "records",
	hint: "Plans the messages of its location's sequence.",
	settings,
	fields,
	ports: () => ["next"],
	canFail: true,
	act: (ctx, { settings: { lead } }) =>
		inWords(async () => {
			const enrolled = await enrollLead(ctx, { leadId: lead });
			return { output: { enrolled: enrolled !== undefined, enrollment: enrolled?.enrollmentId ?? null } };
		}),
	preview: () => ({ effect: "Would begin the follow-up of a lead.", output: { enrolled: true, enrollment: null } }),
	sample: { enrolled: true, enrollment: null },
});

/** Ends the follow-up of a lead (FLOW-1, LEAD-5): what was planned is taken back. */
export const stopLead = defineNode<{ lead: string }>({
	type: "stop_lead",
	label: "Stop a lead's follow-up",
	group: "records",
	hint: "Takes its planned messages back.",
	settings,
	fields,
	ports: () => ["next"],
	canFail: true,
	act: async (ctx, { settings: { lead } }) => {
		const known = await ctx.db.selectFrom("leads").select("id").where("id", "=", lead).executeTakeFirst();
		if (!known) throw new StepFailure("There is no such lead here.");
		return { output: { stopped: (await stopEnrollments(ctx, { leadId: lead, reason: "workflow" })) > 0 } };
	},
	preview: () => ({ effect: "Would stop the follow-up of a lead.", output: { stopped: true } }),
	sample: { stopped: true },
});
