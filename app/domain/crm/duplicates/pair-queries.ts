import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { listFields } from "../fields/field-queries.ts";
import { readFieldValues } from "../fields/field-values.ts";
import { showFieldValue } from "../fields/rules.ts";
import type { FieldValue } from "../fields/schema.ts";
import { defaultSide, isBlank, type Side } from "../merging/schema.ts";
import { recordName } from "../records/columns.ts";

type Person = {
	id: string;
	name: string;
	email: string | null;
	phone: string | null;
	city: string | null;
	account: string | null;
};
export type Pair = { id: string; score: number; reasons: string[]; people: [Person, Person] };

const PAGE = 25;

/** Pairs that nobody has decided, the surest first, in pages: one query. `after` is a cursor of an earlier page. */
export async function listPairs(ctx: Ctx, after?: string): Promise<{ data: Pair[]; next: string | null }> {
	authorize(ctx, "contacts.view");
	const [score, id] = after?.split("_") ?? [];
	const from =
		isId(id) && /^\d{1,3}$/.test(score ?? "")
			? sql`and (p.score, p.id) < (${Number(score)}::smallint, ${id}::uuid)`
			: sql``;
	const person = (
		of: "a" | "b",
		account: "m" | "n",
	) => sql`jsonb_build_object('id', ${sql.ref(`${of}.id`)}, 'name', ${recordName("contact", of)},
		'email', ${sql.ref(`${of}.email`)}, 'phone', ${sql.ref(`${of}.phone`)}, 'city', ${sql.ref(`${of}.city`)}, 'account', ${sql.ref(`${account}.name`)})`;
	const { rows } = await sql<Pair>`
		select p.id, p.score, p.reasons, jsonb_build_array(${person("a", "m")}, ${person("b", "n")}) as people
		from duplicate_pairs p
		join contacts a on a.org_id = p.org_id and a.id = p.first_id and a.deleted_at is null
		join contacts b on b.org_id = p.org_id and b.id = p.second_id and b.deleted_at is null
		left join accounts m on m.org_id = a.org_id and m.id = a.account_id
		left join accounts n on n.org_id = b.org_id and n.id = b.account_id
		where p.state = 'open' ${from} order by p.score desc, p.id desc limit ${PAGE + 1}`.execute(ctx.db);
	const data = rows.slice(0, PAGE);
	const last = data.at(-1);
	return { data, next: rows.length > PAGE && last ? `${last.score}_${last.id}` : null };
}

/** A field of both, side by side. `survivor` and `merged` are as a person reads them. */
export type Line = { name: string; label: string; survivor: string; merged: string; chosen: Side; differs: boolean };

export type Comparison = { survivor: Side1; merged: Side1; lines: Line[] };
type Side1 = { id: string; name: string; version: number; createdAt: Date };

const FIELDS = [
	["firstName", "First name", "first_name"],
	["lastName", "Last name", "last_name"],
	["email", "Email", "email"],
	["phone", "Phone", "phone"],
	["stage", "Stage", "stage"],
	["jobTitle", "Job title", "job_title"],
	["accountId", "Account", "account"],
	["ownerId", "Owner", "owner"],
	["city", "City", "city"],
	["country", "Country", "country"],
	["timeZone", "Time zone", "time_zone"],
] as const;

type Row = Record<(typeof FIELDS)[number][2], string | null> & {
	id: string;
	display: string;
	version: number;
	created_at: Date;
};

/** Two contacts, field by field, with whose value is taken unless somebody chooses. Three queries. Throws 404. */
export async function compareContacts(ctx: Ctx, survivorId: string, mergedId: string): Promise<Comparison> {
	authorize(ctx, "contacts.merge");
	if (!isId(survivorId) || !isId(mergedId) || survivorId === mergedId) throw notFound("pair");
	const { rows } = await sql<Row>`
		select c.id, ${recordName("contact", "c")} as display, c.version, c.created_at, c.first_name, c.last_name, c.email, c.phone, c.stage,
			c.job_title, c.city, c.country, c.time_zone, a.name as account, m.name as owner
		from contacts c left join accounts a on a.org_id = c.org_id and a.id = c.account_id
		left join memberships m on m.org_id = c.org_id and m.id = c.owner_id
		where c.id in (${survivorId}, ${mergedId}) and c.deleted_at is null`.execute(ctx.db);
	const [mine, theirs] = [survivorId, mergedId].map((id) => rows.find((row) => row.id === id));
	if (!mine || !theirs) throw notFound("pair");
	const fields = await listFields(ctx, "contact");
	const values = await readFieldValues(ctx, [survivorId, mergedId]);
	const own = (id: string, field: string): FieldValue => values.get(id)?.[field] ?? null;
	const lines = [
		...FIELDS.map(([name, label, column]) => lineOf(name, label, mine[column] ?? "", theirs[column] ?? "")),
		...fields.map((field) =>
			lineOf(
				`field:${field.id}`,
				field.label,
				showFieldValue(field, own(survivorId, field.id)),
				showFieldValue(field, own(mergedId, field.id)),
			),
		),
	];
	const side = ({ id, display, version, created_at }: Row) => ({ id, name: display, version, createdAt: created_at });
	return {
		survivor: side(mine),
		merged: side(theirs),
		lines: lines.filter(({ survivor, merged }) => !isBlank(survivor) || !isBlank(merged)),
	};
}

function lineOf(name: string, label: string, survivor: string, merged: string): Line {
	return { name, label, survivor, merged, chosen: defaultSide(survivor, merged), differs: survivor !== merged };
}
