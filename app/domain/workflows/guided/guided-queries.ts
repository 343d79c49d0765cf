import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { type GuidedField, type GuidedKind, type GuidedSettings, kindOf } from "./schema.ts";

/** A guided step that waits for a person, with what a form of it shows. */
export type OpenGuidedStep = {
	runId: string;
	stepId: string;
	node: string;
	workflow: { id: string; name: string };
	subject: { type: string; id: string } | null;
	title: string;
	instructions: string;
	/** Empty: anybody's. */
	member: string;
	fields: { name: string; kind: GuidedKind }[];
	maySkip: boolean;
	since: Date;
};

/** Guided steps that wait, the oldest first: all, those of a run, or a member's with those that are anybody's. */
export async function listGuidedSteps(
	ctx: Ctx,
	{ runId, memberId, limit = 100 }: { runId?: string; memberId?: string; limit?: number } = {},
): Promise<OpenGuidedStep[]> {
	authorize(ctx, "approvals.view");
	const rows = await ctx.db
		.selectFrom("workflow_steps as s")
		.innerJoin("workflow_runs as r", (join) => join.onRef("r.org_id", "=", "s.org_id").onRef("r.id", "=", "s.run_id"))
		.innerJoin("workflows as w", (join) => join.onRef("w.org_id", "=", "r.org_id").onRef("w.id", "=", "r.workflow_id"))
		.select(["s.run_id", "s.id", "s.node", "s.input", "s.began_at", "w.id as workflow_id", "w.name"])
		.select(["r.subject_type", "r.subject_id"])
		.where("s.state", "=", "waiting")
		.where("s.wait_kind", "=", "person")
		// An approval's row keeps other settings: what a person is asked to do has fields.
		.where((eb) => eb(eb.ref("s.input", "->").key("fields" as never), "is not", null))
		.$if(runId !== undefined, (query) => query.where("s.run_id", "=", runId!))
		.orderBy("s.began_at")
		.orderBy("s.id")
		.limit(Math.min(limit, 500))
		.execute();
	return rows
		.map((row) => ({ row, settings: row.input as unknown as GuidedSettings }))
		.filter(({ settings }) => memberId === undefined || !settings.member || settings.member === memberId)
		.map(({ row, settings }) => ({
			runId: row.run_id,
			stepId: row.id,
			node: row.node,
			workflow: { id: row.workflow_id, name: row.name },
			subject: row.subject_type && row.subject_id ? { type: row.subject_type, id: row.subject_id } : null,
			title: settings.title,
			instructions: settings.instructions,
			member: settings.member,
			fields: settings.fields.map(formField),
			maySkip: settings.maySkip,
			since: row.began_at as Date,
		}));
}

const formField = ({ name, value }: GuidedField) => ({
	name,
	kind: kindOf(value) ?? { kind: "text" as const, isNeeded: false },
});
