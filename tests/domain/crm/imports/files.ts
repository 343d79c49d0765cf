import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { changeImport } from "#app/domain/crm/imports/change-import.ts";
import { createImport } from "#app/domain/crm/imports/create-import.ts";
import { getImport, listRefusals } from "#app/domain/crm/imports/import-queries.ts";
import { beginImport, undoImport } from "#app/domain/crm/imports/move-import.ts";
import type { ImportName, ImportSettings } from "#app/domain/crm/imports/schema.ts";
import { RECORD_TABLES } from "#app/domain/crm/records/columns.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import { inOrg, type Role } from "#db/context.ts";
import { as, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

/** Opens transactions as a member of a role, one after the other. */
export function stepsAs(org: TestOrg, role: Role = "user"): Step {
	const { id, name, userId } = org.members[role];
	return (fn) => inOrg({ org: org.id, actor: { kind: "member", id, name, role, userId }, requestId: newId() }, fn);
}

/** A file's bytes as they come in, in pieces that do not care where a row ends. */
export async function* pieces(text: string | Buffer, size = 1_000): AsyncGenerator<Buffer> {
	const bytes = Buffer.from(text as string);
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The draft of an import of a file of this text. */
export function upload(org: TestOrg, text: string | Buffer, type: ImportName = "contact"): Promise<string> {
	return createImport(stepsAs(org), { name: `${type}s.csv`, mediaType: "text/csv", bytes: pieces(text), type });
}

/** Sets a draft up as it was guessed, but for `settings`, and lets its preview be counted. */
export async function preview(org: TestOrg, id: string, settings: Partial<ImportSettings> = {}) {
	const { params } = await as(org, "user", (ctx) => getImport(ctx, id));
	const { encoding, delimiter, mapping, match, duplicates } = params;
	await changeImport(stepsAs(org), id, { encoding, delimiter, mapping, match, duplicates, ...settings });
	const ran = await runJobs();
	const failed = ran.find(({ error }) => error);
	if (failed) throw failed.error;
	return (await as(org, "user", (ctx) => getImport(ctx, id))).params.preview!;
}

/** Uploads a text, sets it up and takes it in to its end. */
export async function importText(
	org: TestOrg,
	text: string | Buffer,
	settings: Partial<ImportSettings> = {},
	type: ImportName = "contact",
) {
	const id = await upload(org, text, type);
	const shown = await preview(org, id, settings);
	await as(org, "user", (ctx) => beginImport(ctx, id));
	const ran = await runJobs();
	const failed = ran.find(({ error }) => error);
	if (failed) throw failed.error;
	const done = await as(org, "user", (ctx) => getImport(ctx, id));
	const refusals = await as(org, "user", (ctx) => listRefusals(ctx, id, 0, 1_000));
	return { id, preview: shown, done, refusals };
}

/** The organisation's contacts that are not in the trash, by name and address. */
export function contactsOf(org: TestOrg) {
	return as(org, "user", (ctx) =>
		ctx.db.selectFrom("contacts").selectAll().where("deleted_at", "is", null).orderBy("id").execute(),
	);
}

/** The organisation's records of a kind that are not in the trash, as JSON has them, in the order they were made. */
export async function recordsOf(org: TestOrg, type: RecordType): Promise<Record<string, unknown>[]> {
	const { rows } = await as(org, "user", (ctx) =>
		sql<{ record: Record<string, unknown> }>`select to_jsonb(r) as record from ${sql.table(RECORD_TABLES[type])} r
			where r.deleted_at is null order by r.id`.execute(ctx.db),
	);
	return rows.map(({ record }) => record);
}

/** Takes an import back to its end; each job runs twice, which does no harm. */
export async function undo(org: TestOrg, id: string) {
	await as(org, "user", (ctx) => undoImport(ctx, id));
	const failed = (await runJobs(new Date(), 2)).find(({ error }) => error);
	if (failed) throw failed.error;
	return as(org, "user", (ctx) => getImport(ctx, id));
}
