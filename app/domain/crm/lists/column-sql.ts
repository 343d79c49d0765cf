import { type RawBuilder, sql } from "kysely";
import { recordName } from "../records/columns.ts";
import type { RecordType } from "../records/schema.ts";
import type { ListColumn } from "./columns.ts";

/** A plain column that a list is sorted by, with its index, so that keys go by index under row level security. */
type SortColumn = { column: string; type: string; nullable: boolean };

const text = (column: string): SortColumn => ({ column, type: "text", nullable: false });
const instant = (column: string): SortColumn => ({ column, type: "timestamptz", nullable: false });
const maybe = (column: string, type: string): SortColumn => ({ column, type, nullable: true });
const TIMES = { createdAt: instant("created_at"), updatedAt: instant("updated_at") };

const ACCOUNT = { company: maybe("sort_account", "text") };

/** The sorts by columns of each kind, each with an index of db/migrations/0210, 0268 (or `contacts_recent`). */
export const SORT_COLUMNS: Readonly<Record<RecordType, Readonly<Record<string, SortColumn>>>> = {
	contact: {
		...{ name: text("sort_name"), email: maybe("sort_email", "text"), stage: text("stage") },
		...{ score: maybe("score", "smallint"), ...ACCOUNT, ...TIMES },
	},
	account: {
		...{ name: text("sort_name"), lifecycle: text("lifecycle"), arr: { ...text("arr_cents"), type: "bigint" } },
		...{ renewalOn: maybe("renewal_on", "date"), health: maybe("health", "smallint"), ...TIMES },
	},
	deal: {
		...{ name: text("sort_name"), value: { ...text("value_cents"), type: "bigint" } },
		...{ closesOn: maybe("closes_on", "date"), stageAt: instant("stage_at"), ...ACCOUNT, ...TIMES },
	},
	project: {
		...{ name: text("sort_name"), state: text("state") },
		...{ startsOn: maybe("starts_on", "date"), dueOn: maybe("due_on", "date"), ...ACCOUNT, ...TIMES },
	},
};

/** Columns of the record's own table, by the list's names. */
const OWN: Readonly<Record<string, string>> = {
	...{ stage: "stage", email: "email", phone: "phone", jobTitle: "job_title", city: "city", country: "country" },
	...{ score: "score", source: "source", createdAt: "created_at", updatedAt: "updated_at" },
	...{ lifecycle: "lifecycle", arr: "arr_cents", renewalOn: "renewal_on", health: "health", domain: "domain" },
	...{ website: "website", industry: "industry", value: "value_cents", closesOn: "closes_on", stageAt: "stage_at" },
	...{ lostReason: "lost_reason", state: "state", startsOn: "starts_on", dueOn: "due_on", name: "name" },
};

/** A column of the record's own table, read from a row with the alias `r`. Throws for a column that is none. */
export function ownColumn(id: string): RawBuilder<unknown> {
	const column = OWN[id];
	if (!column) throw new Error(`no column ${id}`);
	return sql.ref(`r.${column}`);
}

const FIELD_VALUE: Partial<Record<ListColumn["kind"], string>> = {
	...{ text: "text_value", link: "text_value", number: "number_value", date: "date_value" },
	...{ choice: "option_id", choices: "option_id", "yes-no": "yes_value" },
};

/** The typed column of a custom field's values. */
export function fieldValueColumn({ kind }: ListColumn): string {
	return FIELD_VALUE[kind] ?? "text_value";
}

/** What a cell shows, as JSON, of the record `r`; see `Cell`. */
export function cellSql(type: RecordType, column: ListColumn): RawBuilder<unknown> {
	if (column.fieldId) return fieldCell(column);
	switch (column.kind) {
		case "owner":
			return sql`(select o.name from memberships o where o.org_id = r.org_id and o.id = r.owner_id)`;
		case "company":
			return sql`(select k.name from accounts k where k.org_id = r.org_id and k.id = r.account_id)`;
		case "person":
			return sql`(select ${recordName("contact", "c")} from contacts c where c.org_id = r.org_id and c.id = r.contact_id)`;
		case "stage":
			return sql`(select s.name from pipeline_stages s where s.org_id = r.org_id and s.id = r.stage_id)`;
		case "tags":
			return sql`(select json_agg(t.name order by t.name) from record_tags x join tags t on t.org_id = x.org_id and t.id = x.tag_id
				where x.org_id = r.org_id and x.record_type = ${type} and x.record_id = r.id)`;
		case "money":
			return sql`json_build_array(${ownColumn(column.id)}, r.currency)`;
		case "instant":
			return sql`floor(extract(epoch from ${ownColumn(column.id)}))::bigint`;
		default:
			return ownColumn(column.id);
	}
}

function fieldCell(column: ListColumn): RawBuilder<unknown> {
	const value = sql.ref(`v.${fieldValueColumn(column)}`);
	const shown = column.kind === "choices" ? sql`json_agg(${value} order by v.position)` : value;
	const cut = column.kind === "text" || column.kind === "link" ? sql`left(${value}, 200)` : shown;
	return sql`(select ${cut} from custom_values v where v.org_id = r.org_id and v.record_id = r.id and v.field_id = ${column.fieldId})`;
}

/** The quiet second line of a row: for a person what they do, else nothing. */
export function noteSql(type: RecordType): RawBuilder<unknown> {
	return type === "contact" ? sql`left(r.job_title, 80)` : sql`null`;
}
