import { type RawBuilder, sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { subjectNamesOf } from "#app/domain/events/subject-names.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { RunState } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";

/** A record that a run is about; `name` is null for one that is gone. */
export type RunSubject = { type: string; id: string; name: string | null };

/** A run in a list. `error` is why it failed, in words. */
export type RunRow = {
	id: string;
	workflow: { id: string; name: string };
	version: number;
	state: RunState;
	isDry: boolean;
	subject: RunSubject | null;
	startedBy: string;
	error: string | null;
	createdAt: Date;
	endedAt: Date | null;
};

/** What a list of runs is narrowed by; `after` is the last run of the page before. */
export type RunFilter = {
	workflowId?: string | undefined;
	state?: RunState | undefined;
	subjectId?: string | undefined;
	after?: string | undefined;
};

/**
 * Runs, newest first, as many as `limit` (FLOW-3); `next` is the key of the page after. A filter's id that is none finds
 * nothing.
 */
export async function listRuns(
	ctx: Ctx,
	filter: RunFilter,
	{ limit = 50 }: { limit?: number } = {},
): Promise<{ data: RunRow[]; next: string | null }> {
	authorize(ctx, "workflows.view");
	const ids = [filter.workflowId, filter.subjectId, filter.after].filter((id) => id !== undefined);
	if (!ids.every(isId)) return { data: [], next: null };
	const { rows } = await runsQuery(filter, limit + 1).execute(ctx.db);
	const page = rows.slice(0, limit);
	const names = await nameRunSubjects(
		ctx,
		page.flatMap(({ subject_id }) => subject_id ?? []),
	);
	return {
		data: page.map((row) => rowOf(row, names)),
		next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
	};
}

type Row = {
	id: string;
	workflow_id: string;
	name: string;
	version_number: number;
	state: RunState;
	is_dry: boolean;
	subject_type: string | null;
	subject_id: string | null;
	started_by: string;
	error: string | null;
	created_at: Date;
	ended_at: Date | null;
};

/** The statement of a page; each filter has its index. */
function runsQuery({ workflowId, state, subjectId, after }: RunFilter, limit: number): RawBuilder<Row> {
	const where = [
		sql`true`,
		...(workflowId ? [sql`r.workflow_id = ${workflowId}::uuid`] : []),
		...(state ? [sql`r.state = ${state}`] : []),
		...(subjectId ? [sql`r.subject_id = ${subjectId}::uuid`] : []),
		...(after ? [sql`r.id < ${after}::uuid`] : []),
	];
	return sql<Row>`
		select r.id, r.workflow_id, (select w.name from workflows w where w.org_id = r.org_id and w.id = r.workflow_id) as name,
			r.version_number, r.state, r.is_dry, r.subject_type, r.subject_id, r.started_by,
			left(r.error, 300) as error, r.created_at, r.ended_at
		from (select * from workflow_runs r where ${sql.join(where, sql` and `)} order by r.id desc limit ${limit}) r
		order by r.id desc`;
}

function rowOf(row: Row, names: ReadonlyMap<string, string>): RunRow {
	return {
		id: row.id,
		workflow: { id: row.workflow_id, name: row.name },
		version: row.version_number,
		state: row.state,
		isDry: row.is_dry,
		subject: runSubject(row, names),
		startedBy: row.started_by,
		error: row.error,
		createdAt: row.created_at,
		endedAt: row.ended_at,
	};
}

/** A run's record with its name, from what `nameRunSubjects` found. */
export function runSubject(
	{ subject_type: type, subject_id: id }: Pick<Row, "subject_type" | "subject_id">,
	names: ReadonlyMap<string, string>,
): RunSubject | null {
	return type && id ? { type, id, name: names.get(id) ?? null } : null;
}

/** The names of records by their ids, in one query by primary keys; none is asked for nothing. */
export async function nameRunSubjects(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
	if (ids.length === 0) return new Map();
	const { rows } = await subjectNamesOf(sql`= any(${[...new Set(ids)]}::uuid[])`).execute(ctx.db);
	return new Map(rows.map(({ id, name }) => [id, name]));
}
