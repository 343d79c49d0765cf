import type { Actor, Ctx } from "#db/context.ts";
import type { CustomField } from "../../fields/schema.ts";
import { listPipelines } from "../../pipelines/pipeline-queries.ts";
import { type Import, listImportFields } from "../import-queries.ts";
import type { Given, ImportKind, StageOf } from "../kinds/kind.ts";
import { IMPORT_KINDS } from "../kinds/kinds.ts";
import type { Rules } from "../rows/plan-rows.ts";
import { openRowReader, type RowReading } from "../rows/read-row.ts";

export type Prepared = {
	kind: ImportKind;
	rules: Rules;
	fields: CustomField[];
	by: Actor;
	read: (cells: readonly string[]) => RowReading;
};

/** What every chunk of a run needs and is read once: custom fields, who may own records, in whose name it is done. */
export async function prepareRun(ctx: Ctx, { rows, params, memberId, memberName }: Import): Promise<Prepared> {
	const kind = IMPORT_KINDS[rows];
	const fields = await listImportFields(ctx, rows);
	const owners = params.mapping.includes("owner") ? await readOwners(ctx) : new Map();
	const stages = kind.columns.stage_id ? await readStages(ctx) : [];
	const given: Given = { settings: params, owners, stages, now: ctx.now.toISOString() };
	const by: Actor = memberId
		? { kind: "member", id: memberId, name: memberName, role: "user", userId: "" }
		: { kind: "system", name: memberName };
	const { match, duplicates, accounts, mapping, headings } = params;
	return {
		...{ kind, fields, by, rules: { kind, match, duplicates, accounts, fresh: kind.fresh(given) } },
		read: openRowReader(kind, { mapping, columns: headings.length }, fields, given),
	};
}

async function readOwners(ctx: Ctx): Promise<Map<string, string>> {
	const members = await ctx.db.selectFrom("memberships").select(["id", "name", "email"]).execute();
	return new Map(
		members.flatMap(({ id, name, email }) =>
			[name, email].flatMap((word) => (word ? [[word.toLowerCase(), id] as const] : [])),
		),
	);
}

async function readStages(ctx: Ctx): Promise<StageOf[]> {
	return (await listPipelines(ctx)).flatMap(({ id: pipelineId, name: pipeline, stages }) =>
		stages.map(({ id, name, outcome }) => ({
			...{ id, pipelineId, outcome, name: name.toLowerCase(), pipeline: pipeline.toLowerCase() },
		})),
	);
}
