import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { listFields } from "../fields/field-queries.ts";
import type { CustomField } from "../fields/schema.ts";
import type { RecordType } from "../records/schema.ts";
import { headingKeys } from "./rows/guess-mapping.ts";
import { type Counts, type ImportCursor, type ImportName, type ImportParams, recordOf } from "./schema.ts";

const COLUMNS = [
	"id",
	"title",
	"state",
	"reason",
	"record_type",
	"params",
	"cursor",
	"total",
	"done",
	"created_count",
	"updated_count",
	"skipped_count",
	"refused_count",
	"member_id",
	"member_name",
	"version",
	"created_at",
	"started_at",
	"ended_at",
	"undone_at",
] as const;

export type Import = {
	id: string;
	/** What its rows are. */
	rows: ImportName;
	/** The kind of record that it changes. */
	type: RecordType;
	title: string;
	state: "draft" | "waiting" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone";
	reason: string | null;
	params: ImportParams;
	cursor: ImportCursor;
	/** Of undoing: how many changes there are, and how many were looked at. */
	total: number;
	done: number;
	counts: Counts;
	memberId: string | null;
	memberName: string;
	version: number;
	createdAt: Date;
	startedAt: Date | null;
	endedAt: Date | null;
	undoneAt: Date | null;
};

/** One import. Throws 404. `lock`: to change it in this transaction. */
export async function getImport(ctx: Ctx, id: string, lock = false): Promise<Import> {
	authorize(ctx, "records.import");
	if (!isId(id)) throw notFound("import");
	const query = ctx.db.selectFrom("change_batches").select(COLUMNS).where("id", "=", id).where("kind", "=", "import");
	const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
	if (!row) throw notFound("import");
	return asImport(row as never);
}

/** The organisation's imports, newest first, in pages of 50. */
export async function listImports(ctx: Ctx, before?: string): Promise<{ data: Import[]; next: string | null }> {
	authorize(ctx, "records.import");
	const rows = await ctx.db
		.selectFrom("change_batches")
		.select(COLUMNS)
		.where("kind", "=", "import")
		.$if(isId(before), (query) => query.where("id", "<", before!))
		.orderBy("id", "desc")
		.limit(PAGE + 1)
		.execute();
	const data = rows.slice(0, PAGE).map((row) => asImport(row as never));
	return { data, next: rows.length > PAGE ? data.at(-1)!.id : null };
}

const PAGE = 50;

export type Earlier = {
	/** What columns were, by heading key. */
	columns: Map<string, string>;
	/** How numbers and days were written in the latest. */
	settings: Partial<Pick<ImportParams, "country" | "dates" | "decimals" | "currency">>;
};

/** What was chosen in the organisation's latest imports of such rows. */
export async function readEarlierMappings(ctx: Ctx, name: ImportName): Promise<Earlier> {
	const rows = await ctx.db
		.selectFrom("change_batches")
		.select("params")
		.where("kind", "=", "import")
		.where(sql`coalesce(params ->> 'rows', record_type)`, "=", name)
		.where("state", "in", ["running", "done", "cancelled", "undone"])
		.orderBy("id", "desc")
		.limit(20)
		.execute();
	const all = rows.map(({ params }) => params as unknown as ImportParams);
	const columns = new Map<string, string>();
	// The newest last: what was decided there is what is meant now.
	for (const { headings, mapping } of all.toReversed()) {
		for (const [at, key] of headingKeys(headings).entries()) columns.set(key, mapping[at] ?? "");
	}
	const settings: Earlier["settings"] = {};
	for (const name of ["country", "dates", "decimals", "currency"] as const) {
		const chosen = all[0]?.[name];
		if (chosen) Object.assign(settings, { [name]: chosen });
	}
	return { columns, settings };
}

/** The organisation's own fields that a file of such rows can fill: of records only. */
export async function listImportFields(ctx: Ctx, name: ImportName): Promise<CustomField[]> {
	const type = recordOf(name);
	return type === name ? listFields(ctx, type) : [];
}

/** Refused rows in the order of the file, after a line: for the file that one downloads. */
export async function listRefusals(ctx: Ctx, batchId: string, after: number, most: number) {
	authorize(ctx, "records.import");
	return ctx.db
		.selectFrom("import_refusals")
		.select(["line", "reason", "cells"])
		.where("batch_id", "=", batchId)
		.where("line", ">", after)
		.orderBy("line")
		.limit(most)
		.execute();
}

/** What imports that began earlier were not asked. */
const UNASKED = { dates: "iso", decimals: "point", currency: "USD", accounts: "create", country: "US" } as const;

type Row = Record<(typeof COLUMNS)[number], never>;

function asImport(row: Row): Import {
	return {
		id: row.id,
		rows: (row.params as ImportParams).rows ?? row.record_type,
		type: row.record_type,
		title: row.title,
		state: row.state,
		reason: row.reason,
		params: { ...UNASKED, ...(row.params as ImportParams) },
		cursor: row.cursor,
		total: row.total,
		done: row.done,
		counts: {
			created: row.created_count,
			updated: row.updated_count,
			skipped: row.skipped_count,
			refused: row.refused_count,
		},
		memberId: row.member_id,
		memberName: row.member_name,
		version: row.version,
		createdAt: row.created_at,
		startedAt: row.started_at,
		endedAt: row.ended_at,
		undoneAt: row.undone_at,
	};
}
