import { type SqlBool, sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
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
	const rows = await openSteps(ctx)
		.$if(runId !== undefined, (query) => query.where("s.run_id", "=", runId!))
		.$if(memberId !== undefined, (query) =>
			query.where(sql<SqlBool>`coalesce(s.input->>'member', '') in ('', ${memberId}::text)`),
		)
		.orderBy("s.began_at")
		.orderBy("s.id")
		.limit(Math.min(limit, 500))
		.execute();
	return rows.map(stepOf);
}

/** One guided step that waits, by its id. 404, also for one that is over. */
export async function getGuidedStep(ctx: Ctx, stepId: string): Promise<OpenGuidedStep> {
	authorize(ctx, "approvals.view");
	const row = isId(stepId) ? await openSteps(ctx).where("s.id", "=", stepId).executeTakeFirst() : undefined;
	if (!row) throw notFound("step that waits for a person");
	return stepOf(row);
}

function openSteps(ctx: Ctx) {
	return (
		ctx.db
			.selectFrom("workflow_steps as s")
			.innerJoin("workflow_runs as r", (join) => join.onRef("r.org_id", "=", "s.org_id").onRef("r.id", "=", "s.run_id"))
			.innerJoin("workflows as w", (join) =>
				join.onRef("w.org_id", "=", "r.org_id").onRef("w.id", "=", "r.workflow_id"),
			)
			.select(["s.run_id", "s.id", "s.node", "s.input", "s.began_at", "w.id as workflow_id", "w.name"])
			.select(["r.subject_type", "r.subject_id"])
			.where("s.org_id", "=", ctx.org)
			.where("s.state", "=", "waiting")
			.where("s.wait_kind", "=", "person")
			// An approval's row keeps other settings: what a person is asked to do has fields.
			.where((eb) => eb(eb.ref("s.input", "->").key("fields" as never), "is not", null))
	);
}

type Row = Awaited<ReturnType<ReturnType<typeof openSteps>["executeTakeFirstOrThrow"]>>;

function stepOf(row: Row): OpenGuidedStep {
	const settings = row.input as unknown as GuidedSettings;
	return {
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
	};
}

const formField = ({ name, value }: GuidedField) => ({
	name,
	kind: kindOf(value) ?? { kind: "text" as const, isNeeded: false },
});
