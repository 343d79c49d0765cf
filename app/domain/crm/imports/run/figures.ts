import { type RawBuilder, sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import type { BulkEvent } from "#app/domain/events/record-in-bulk.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { RECORD_TABLES } from "../../records/columns.ts";
import type { RecordType } from "../../records/schema.ts";
import type { Columns, ImportKind } from "../kinds/kind.ts";
import { countIn, LIST_OF, setLists } from "./lists.ts";
import type { Prepared } from "./prepare-run.ts";

// What an import changes of what is known of records beside their own fields: `FiguresOf` of their kind.

type Batch = Pick<Prepared, "by" | "kind"> & { id: string };
type Changed = { known: { id: string }; before: Columns; after: Columns };

/** Joins the row of figures `k` to the record `r`; there may be none yet. */
export const FACTS_BESIDE = sql`left join account_facts k on k.org_id = r.org_id and k.account_id = r.id`;

/**
 * Holds records until the commit before anything is read of them: their figures stand in a row of their own, which a
 * statement that waits for the record's lock would have read before.
 */
export async function holdRecords(ctx: Ctx, type: RecordType, ids: RawBuilder<unknown>): Promise<void> {
	await sql`select from ${sql.table(RECORD_TABLES[type])} r where r.id = any(array(${ids})) and r.deleted_at is null
		order by r.id for update of r`.execute(ctx.db);
}

/** Writes figures of many records, of each those that are named, and keeps what became of scores: three statements. */
export async function setFigures(ctx: Ctx, batch: Batch, changes: readonly Changed[]): Promise<void> {
	const { figures, columns, list } = batch.kind;
	if (list) await setLists(ctx, list.column, changes);
	if (!figures || list) return;
	const named = Object.keys(columns).filter(
		(column) => columns[column]!.isBeside && changes.some((change) => isMoved(change, column)),
	);
	const sets = changes.flatMap((change) => {
		const moved = named.filter((column) => isMoved(change, column));
		if (moved.length === 0) return [];
		return [{ id: change.known.id, set: Object.fromEntries(moved.map((column) => [column, change.after[column]!])) }];
	});
	if (sets.length > 0) await setFacts(ctx, named, sets);
	await keepScores(ctx, batch, changes);
}

/** Of a new record all columns are there, most of them with nothing in them. */
const isMoved = ({ before, after }: Changed, column: string) =>
	after[column] !== undefined && after[column] !== (before[column] ?? null);

async function setFacts(ctx: Ctx, named: readonly string[], sets: readonly { id: string; set: Columns }[]) {
	await sql`insert into account_facts (org_id, account_id) select ${ctx.org}::uuid, r.id
		from jsonb_to_recordset(${jsonb(sets.map(({ id }) => ({ id })))}) as r (id uuid) on conflict do nothing`.execute(
		ctx.db,
	);
	const taken = named.map((column) => {
		const value = column === "plan" ? sql`coalesce(n.plan, 'standard')` : sql.ref(`n.${column}`);
		return sql`${sql.ref(column)} = case when r.set ? ${sql.lit(column)} then ${value} else ${sql.ref(`k.${column}`)} end`;
	});
	await sql`update account_facts k set ${sql.join([...taken, sql`source = 'import'`, sql`updated_at = ${ctx.now}::timestamptz`])}
		from jsonb_to_recordset(${jsonb(sets)}) as r (id uuid, set jsonb), lateral jsonb_populate_record(null::account_facts, r.set) n
		where k.org_id = ${ctx.org}::uuid and k.account_id = r.id`.execute(ctx.db);
}

async function keepScores(ctx: Ctx, { kind, by }: Batch, changes: readonly Changed[]): Promise<void> {
	const kept = Object.entries(kind.figures!.kept);
	const rows = changes.flatMap(({ known, before, after }) =>
		kept.flatMap(([column, score]) => {
			const [was, is] = [before[column] ?? null, after[column]];
			// An amount of nothing is what a new record begins with.
			if (is === undefined || is === was || (was === null && (is === null || (is === 0 && column === "arr_cents"))))
				return [];
			return [{ id: newId(), account: known.id, score, value: is, before: was }];
		}),
	);
	if (rows.length === 0) return;
	await sql`insert into account_scores (org_id, id, account_id, score, value, before, source, by_name, at)
		select ${ctx.org}::uuid, s.id, s.account, s.score, s.value, s.before, 'import', ${by.name}, ${ctx.now}::timestamptz
		from jsonb_to_recordset(${jsonb(rows)}) as s (id uuid, account uuid, score text, value bigint, before bigint)`.execute(
		ctx.db,
	);
}

/** What is told of a record's figures; undefined for none. `version`: where no other event tells the one they make. */
export function figuresEvent(
	{ id: batchId, kind: { type, figures, columns } }: Batch,
	{ known, before, after }: Changed,
	version?: number,
): BulkEvent | undefined {
	const changes = Object.fromEntries(
		Object.entries(figures?.names ?? {}).flatMap(([column, name]) => {
			const [was, is] = [before[column] ?? null, after[column]];
			if (is === undefined || is === was) return [];
			const isList = columns[column]?.list !== undefined;
			return [[name, isList ? ([countIn(was), countIn(is)] as const) : ([was, is] as const)] as const];
		}),
	);
	if (Object.keys(changes).length === 0) return undefined;
	const data = { source: "import", batchId, ...(version === undefined ? {} : { version }) };
	return { name: `${type}.intelligence-changed`, subject: { type, id: known.id }, changes, data };
}

/** Whether somebody else changed a figure of the record `r` since the change `n` of an import set it. */
export function figuresMovedOn({ figures, columns }: ImportKind): RawBuilder<unknown> {
	if (!figures) return sql`false`;
	const own = Object.keys(figures.names).map((column) => {
		const { list, isBeside } = columns[column]!;
		const [then, now] = list
			? [sql`(n.after ->> ${sql.lit(column)})::jsonb`, LIST_OF[list]]
			: [
					sql`n.after -> ${sql.lit(column)}`,
					sql`coalesce(to_jsonb(${sql.ref(`${isBeside ? "k" : "r"}.${column}`)}), 'null')`,
				];
		return sql`(n.after ? ${sql.lit(column)} and ${then} is distinct from ${now})`;
	});
	return sql`(${sql.join(own, sql` or `)})`;
}
