import { type RawBuilder, sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { CustomField, FieldValue } from "../fields/schema.ts";
import { fieldColumns, RECORD_TABLES, recordName } from "./columns.ts";
import { VIEW_PERMISSION } from "./permissions.ts";
import type { Values } from "./rules.ts";
import { RECORD_NOUNS, type RecordType } from "./schema.ts";

/** A record as its page and its form show it. Instants are ISO texts. */
export type RecordView = {
	type: RecordType;
	id: string;
	version: number;
	name: string;
	/** Field -> value; custom fields, those in use, as `field:<key>`. */
	values: Values;
	/** The names behind references: owner, account, contact, stage, pipeline. */
	names: Readonly<Record<string, string>>;
	fields: CustomField[];
	/** What is told but not edited here: a score, where it came from, since when it stands in its stage. */
	told: Readonly<Record<string, FieldValue>>;
	createdAt: string;
	updatedAt: string;
	deletedAt: string | null;
};

/** A record with its custom fields and the names of what it refers to, in the trash too: one query. 404 for none. */
export async function getRecord(ctx: Ctx, type: RecordType, id: string): Promise<RecordView> {
	return (await getRecordWith(ctx, type, id, sql<null>`null`)).record;
}

/** As `getRecord`, and in the same query `more`: one JSON value that is read beside the record, known to it as `r`. */
export async function getRecordWith<More>(
	ctx: Ctx,
	type: RecordType,
	id: string,
	more: RawBuilder<More>,
): Promise<{ record: RecordView; more: More }> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const { rows } = isId(id) ? await recordStatement(type, id, more).execute(ctx.db) : { rows: [] };
	const [row] = rows;
	if (!row) throw notFound(RECORD_NOUNS[type].one);
	return { record: recordView(type, id, row), more: row.more };
}

function recordView(type: RecordType, id: string, row: Row<unknown>): RecordView {
	const { record_name, version, created_at, updated_at, deleted_at, names, told, fields, custom, ...rest } = row;
	const { more: _, ...values } = rest;
	const keys = new Map(fields.map((field) => [field.id, field]));
	const own: Record<string, FieldValue> = Object.fromEntries(fields.map(({ key }) => [`field:${key}`, null]));
	for (const { fieldId, value } of custom) {
		const field = keys.get(fieldId);
		if (!field) continue;
		const key = `field:${field.key}`;
		own[key] = field.kind === "multi-choice" ? [...((own[key] as string[] | null) ?? []), String(value)] : value;
	}
	return {
		type,
		id,
		version,
		name: record_name,
		values: { ...(values as Values), ...own },
		names: Object.fromEntries(Object.entries(names).filter(([, name]) => name !== null)) as Record<string, string>,
		fields,
		told,
		createdAt: created_at.toISOString(),
		updatedAt: updated_at.toISOString(),
		deletedAt: deleted_at?.toISOString() ?? null,
	};
}

type Row<More> = {
	more: More;
	record_name: string;
	version: number;
	created_at: Date;
	updated_at: Date;
	deleted_at: Date | null;
	names: Record<string, string | null>;
	told: Record<string, FieldValue>;
	fields: CustomField[];
	custom: { fieldId: string; value: FieldValue }[];
};

function recordStatement<More>(type: RecordType, id: string, more: RawBuilder<More>) {
	const { joins, names, told } = PARTS[type];
	return sql<
		Row<More>
	>`select ${recordName(type, "r")} as record_name, r.version, r.created_at, r.updated_at, r.deleted_at,
			${fieldColumns(type, "r")}, json_build_object('ownerId', o.name${sql.raw(names)}) as names,
			json_build_object(${sql.raw(told)}) as told,
			(select coalesce(json_agg(json_build_object('id', f.id, 'key', f.key, 'label', f.label, 'kind', f.kind,
					'options', f.options, 'required', f.required, 'position', f.position, 'version', f.version)
				order by f.position, f.id), '[]')
				from custom_fields f where f.record_type = ${type} and f.archived_at is null) as fields,
			(select coalesce(json_agg(json_build_object('fieldId', v.field_id, 'value', coalesce(to_json(v.text_value),
					to_json(v.number_value), to_json(v.date_value), to_json(v.option_id), to_json(v.yes_value)))
				order by v.field_id, v.position), '[]')
				from custom_values v where v.record_id = r.id) as custom,
			${more} as more
		from ${sql.table(RECORD_TABLES[type])} r
		left join memberships o on o.org_id = r.org_id and o.id = r.owner_id
		${sql.raw(joins)}
		where r.id = ${id}`;
}

const ACCOUNT = "left join accounts k on k.org_id = r.org_id and k.id = r.account_id";
const CONTACT = "left join contacts c on c.org_id = r.org_id and c.id = r.contact_id";
const CONTACT_NAME = "coalesce(nullif(btrim(c.first_name || ' ' || c.last_name), ''), c.email::text, c.phone)";

const PARTS: Record<RecordType, { joins: string; names: string; told: string }> = {
	contact: {
		joins: `${ACCOUNT} left join contacts m on m.org_id = r.org_id and m.id = r.merged_into`,
		names:
			", 'accountId', k.name, 'mergedInto', coalesce(nullif(btrim(m.first_name || ' ' || m.last_name), ''), m.email::text)",
		told: "'source', r.source, 'score', r.score, 'mergedInto', r.merged_into",
	},
	account: { joins: "", names: "", told: "'health', r.health, 'risk', r.risk, 'opportunity', r.opportunity" },
	deal: {
		joins: `${ACCOUNT} ${CONTACT} left join pipeline_stages s on s.org_id = r.org_id and s.id = r.stage_id
			left join pipelines p on p.org_id = r.org_id and p.id = r.pipeline_id`,
		names: `, 'accountId', k.name, 'contactId', ${CONTACT_NAME}, 'stageId', s.name, 'pipeline', p.name`,
		told: "'source', r.source, 'stageAt', r.stage_at, 'closedAt', r.closed_at, 'outcome', s.outcome, 'probability', s.probability",
	},
	project: {
		joins: `${ACCOUNT} ${CONTACT}`,
		names: `, 'accountId', k.name, 'contactId', ${CONTACT_NAME}`,
		told: "",
	},
};
