import type { OpenDatabase } from "./client.ts";

type Column = {
	table_name: string;
	column_name: string;
	type: string;
	nullable: boolean;
	filled: boolean;
	generated: boolean;
	checked: string | null;
};

const COLUMNS = `
	select c.relname as table_name, a.attname as column_name, format_type(a.atttypid, null) as type,
		not a.attnotnull as nullable, a.atthasdef or a.attidentity <> '' as filled, a.attgenerated <> '' as generated,
		(select pg_get_constraintdef(k.oid) from pg_constraint k
			where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
				and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[''%' limit 1) as checked
	from pg_class c join pg_attribute a on a.attrelid = c.oid
	where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
	order by c.relname, a.attnum`;

const SCALARS: Record<string, string> = {
	uuid: "string",
	text: "string",
	citext: "string",
	inet: "string",
	date: "string",
	tstzrange: "string",
	bytea: "Buffer",
	boolean: "boolean",
	integer: "number",
	smallint: "number",
	bigint: "number",
	"double precision": "number",
	real: "number",
	numeric: "Decimal",
	tsvector: "string",
	halfvec: "string",
	jsonb: "Json",
	"timestamp with time zone": "Instant",
	"text[]": "string[]",
	"uuid[]": "string[]",
	"integer[]": "number[]",
};

/** The TypeScript types of every table, as Kysely reads them. A CHECK over a list of texts becomes a union. */
export async function describeTypes(database: OpenDatabase): Promise<string> {
	const tables = Map.groupBy(await database.owner.query<Column>(COLUMNS), (column) => column.table_name);
	const parts = [
		"// Made from the migrated database by `npm run generate`. Do not edit.",
		'import type { ColumnType, GeneratedAlways } from "kysely";',
		"",
		"type Instant = ColumnType<Date, Date | string, Date | string>;",
		"// A decimal number is read as text, so that no digit is lost.",
		"type Decimal = ColumnType<string, number | string, number | string>;",
		"// biome-ignore lint/suspicious/noExplicitAny: a jsonb column is read through the zod schema of its room",
		"type Json = ColumnType<any, unknown, unknown>;",
		"type Generated<T> =",
		"\tT extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;",
	];
	for (const [name, columns] of tables) {
		parts.push("", `export interface ${typeName(name)} {`);
		for (const column of columns) parts.push(`\t${column.column_name}: ${columnType(column)};`);
		parts.push("}");
	}
	parts.push("", "export interface Database {");
	for (const name of tables.keys()) parts.push(`\t${name}: ${typeName(name)};`);
	parts.push("}", "");
	return parts.join("\n");
}

function columnType(column: Column): string {
	const union = column.checked?.match(/ARRAY\[(.*)\]/)?.[1];
	const scalar = union
		? [...union.matchAll(/'([^']*)'::/g)].map(([, value]) => JSON.stringify(value)).join(" | ")
		: SCALARS[column.type];
	if (!scalar)
		throw new Error(`no TypeScript type is known for ${column.table_name}.${column.column_name}: ${column.type}`);
	const type = column.nullable ? `${scalar} | null` : scalar;
	if (column.generated) return `GeneratedAlways<${type}>`;
	return column.filled ? `Generated<${type}>` : type;
}

function typeName(table: string): string {
	return table.replace(/(^|_)([a-z])/g, (_, _edge, letter: string) => letter.toUpperCase());
}

/** The whole schema as a person reads it: tables, constraints, indexes, policies, functions and grants. */
export async function describeSchema(database: OpenDatabase): Promise<string> {
	const queries = [
		`select format('-- table %s%s', c.relname, case when c.relforcerowsecurity then ' (row level security forced)' else '' end) || E'\\n' ||
			(select string_agg(format(E'--   %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
				case when a.attnotnull then ' not null' else '' end,
				coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')), E'\\n' order by a.attnum)
			from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
			where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as line
		from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname`,
		`select format('alter table %s add constraint %I %s;', conrelid::regclass, conname, pg_get_constraintdef(oid)) as line
		from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid <> 0 order by conrelid::regclass::text, conname`,
		`select indexdef || ';' as line from pg_indexes where schemaname = 'public' order by tablename, indexname`,
		`select format('create policy %I on %I for %s to %s using (%s) with check (%s);', policyname, tablename, cmd,
			array_to_string(roles, ', '), qual, with_check) as line
		from pg_policies where schemaname = 'public' order by tablename, policyname`,
		`select pg_get_functiondef(p.oid) || ';' as line from pg_proc p
		where p.pronamespace = 'public'::regnamespace and p.prolang <> (select oid from pg_language where lanname = 'c')
			and p.proname <> 'uuidv7' and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by p.proname`,
		`select format('grant %s on %s to %s;', string_agg(lower(privilege_type), ', ' order by privilege_type), table_name, grantee) as line
		from information_schema.role_table_grants where table_schema = 'public' and grantee like 'perigee\\_%'
			and grantee <> grantor group by table_name, grantee order by table_name, grantee`,
	];
	const parts = ["-- Made from the migrated database by `npm run generate`. Do not edit; to be read, not run."];
	for (const query of queries) {
		const rows = await database.owner.query<{ line: string }>(query);
		parts.push(rows.map((row) => row.line).join("\n"));
	}
	return `${parts.join("\n\n")}\n`;
}
