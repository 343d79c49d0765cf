import { type RawBuilder, sql } from "kysely";
import type { RecordType } from "../records/schema.ts";
import { fieldValueColumn, SORT_COLUMNS } from "./column-sql.ts";
import { DEFAULT_SORT, type ListColumn } from "./columns.ts";
import type { Sort } from "./list-query.ts";

type Sql = RawBuilder<unknown>;

/** What a list is sorted by. `type`: of the key's value, as Postgres calls it; `nullable`: records may be without one. */
export type SortBy = { type: string; nullable: boolean } & (
	| { kind: "column"; column: string }
	/** By few named things, whose order is their `place` in `groups` (id, place); `rank` is it for one record. */
	| { kind: "group"; column: string; groups: Sql; rank: Sql }
	| { kind: "field"; column: string; fieldId: string }
);

const owner: SortBy = {
	...{ kind: "group", column: "owner_id", type: "uuid", nullable: true },
	groups: sql`select o.id, row_number() over (order by o.name, o.id) as place from memberships o`,
	rank: sql`(select row(o.name, o.id) from memberships o where o.org_id = r.org_id and o.id = r.owner_id)`,
};

const dealStage: SortBy = {
	...{ kind: "group", column: "stage_id", type: "uuid", nullable: false },
	groups: sql`select s.id, row_number() over (order by p.position, p.id, s.position, s.id) as place
		from pipeline_stages s join pipelines p on p.org_id = s.org_id and p.id = s.pipeline_id`,
	rank: sql`(select row(p.position, p.id, s.position, s.id) from pipeline_stages s
		join pipelines p on p.org_id = s.org_id and p.id = s.pipeline_id where s.org_id = r.org_id and s.id = r.stage_id)`,
};

/** How the sort of a query is done; the usual one where it names none that is offered. */
export function sortOf(type: RecordType, { by }: Sort, columns: readonly ListColumn[]): SortBy {
	if (by === "owner") return owner;
	if (by === "stage" && type === "deal") return dealStage;
	const field = columns.find(({ id, fieldId, sorts }) => id === by && fieldId && sorts);
	if (field) return fieldSort(field);
	const column = SORT_COLUMNS[type][by] ?? SORT_COLUMNS[type][DEFAULT_SORT.by]!;
	return { kind: "column", ...column };
}

function fieldSort(field: ListColumn): SortBy {
	const stored = fieldValueColumn(field);
	const of = { kind: "field", fieldId: field.fieldId!, nullable: true } as const;
	if (stored === "number_value") return { ...of, column: stored, type: "numeric" };
	if (stored === "date_value") return { ...of, column: stored, type: "date" };
	return { ...of, column: "sort_text", type: "text" };
}

/** The value of a record `r` that it is sorted by, as text for its key. */
export function sortKey(by: SortBy): Sql {
	return sql`${sortedBy(by)}::text`;
}

/** The order in which a page of records `r` is shown. */
export function shownOrder(by: SortBy, { down }: Sort): Sql {
	const direction = down ? sql`desc` : sql`asc`;
	return sql`${by.kind === "group" ? by.rank : sortedBy(by)} ${direction} nulls last, r.id ${direction}`;
}

function sortedBy(by: SortBy): Sql {
	if (by.kind !== "field") return sql.ref(`r.${by.column}`);
	return sql`(select v.${sql.ref(by.column)} from custom_values v
		where v.org_id = r.org_id and v.record_id = r.id and v.field_id = ${by.fieldId}::uuid and v.position = 0)`;
}
