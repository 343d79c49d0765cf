import { conflict, invalid } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { CustomField } from "../fields/schema.ts";
import { RECORD_NOUNS } from "../records/schema.ts";
import { GUESSED_FROM, readStart } from "./create-import.ts";
import { firstRows, readHeadings } from "./file/sniff-file.ts";
import { getImport, type Import, listImportFields, readEarlierMappings } from "./import-queries.ts";
import { previewImportJob } from "./jobs.ts";
import { IMPORT_KINDS } from "./kinds/kinds.ts";
import { guessDecimals } from "./rows/guess-decimals.ts";
import { guessMapping, numberColumns } from "./rows/guess-mapping.ts";
import type { ImportName, ImportParams, ImportSettings, WholeSettings } from "./schema.ts";

/**
 * Sets how a draft's file is read and taken in, and asks for its preview. Another encoding or delimiter makes other
 * columns: then their meaning is guessed anew and there is no preview yet (`reread`). Throws 404, 409 for an import that
 * has begun, and 422 for a mapping that cannot be.
 */
export async function changeImport(step: Step, id: string, settings: ImportSettings): Promise<{ reread: boolean }> {
	const { params } = await step((ctx) => getDraft(ctx, id));
	const reread = params.encoding !== settings.encoding || params.delimiter !== settings.delimiter;
	if (!reread) {
		await step((ctx) => keepSettings(ctx, id, settings));
		return { reread };
	}
	const start = await readStart(step, params.fileId);
	const read = await readHeadings(start, settings.encoding, settings.delimiter);
	const rows = await firstRows(start, settings.encoding, settings.delimiter, GUESSED_FROM);
	await step(async (ctx) => {
		const draft = await getDraft(ctx, id);
		const [fields, earlier] = [await listImportFields(ctx, draft.rows), await readEarlierMappings(ctx, draft.rows)];
		const kind = IMPORT_KINDS[draft.rows];
		const mapping = guessMapping(kind, read, fields, earlier.columns);
		const decimals = guessDecimals(rows.slice(1), numberColumns(kind, mapping, fields));
		const { preview: _, ...kept } = draft.params;
		await saveParams(ctx, id, { ...kept, ...chosen(settings), ...read, mapping, ...(decimals ? { decimals } : {}) });
	});
	return { reread };
}

/** The import to be changed, held until the commit, while it has not begun. */
export async function getDraft(ctx: Ctx, id: string): Promise<Import> {
	const found = await getImport(ctx, id, true);
	if (found.state !== "draft") throw conflict("This import has begun already, so it can no longer be set up.");
	return found;
}

async function keepSettings(ctx: Ctx, id: string, settings: ImportSettings): Promise<void> {
	const { params, rows } = await getDraft(ctx, id);
	checkMapping(rows, settings, { headings: params.headings, fields: await listImportFields(ctx, rows) });
	const key = newId();
	const counts = { created: 0, updated: 0, skipped: 0, refused: 0 };
	await saveParams(ctx, id, {
		...params,
		...chosen(settings),
		preview: { key, state: "running", counts, rows: [], read: 0 },
	});
	await ctx.enqueue(previewImportJob, { orgId: ctx.org, batchId: id, key });
}

/** What was asked; the rest stays as it was. */
function chosen(settings: ImportSettings): Partial<WholeSettings> {
	return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

type File = { headings: readonly string[]; fields: readonly CustomField[] };

function checkMapping(
	name: ImportName,
	{ mapping, match, duplicates }: ImportSettings,
	{ headings, fields }: File,
): void {
	const { targets, matches, naming, type, list } = IMPORT_KINDS[name];
	const known = new Set<string>(["", ...Object.keys(targets), ...fields.map(({ id }) => `field:${id}`)]);
	if (mapping.length !== headings.length || mapping.some((target) => !known.has(target))) {
		throw invalid("The columns do not fit the file any more. Choose again what each is.");
	}
	const twice = mapping.find((target, at) => target !== "" && mapping.indexOf(target) !== at);
	if (twice) {
		const [first, second] = headings.filter((_, at) => mapping[at] === twice);
		throw invalid(`“${first}” and “${second}” cannot both become the same. Choose “Do not import” for one of them.`);
	}
	for (const wanted of [naming.targets, ...(list ? [list.needs] : [])]) {
		if (mapping.some((target) => wanted.includes(target))) continue;
		const labels = wanted.map((target) => targets[target]!.label.toLowerCase());
		throw invalid(`Say which column is one of these: ${labels.join(", ")}.`);
	}
	if (list && duplicates === "create") throw invalid("Choose what becomes of rows that are here already.");
	const by = matches[match];
	if (!by) throw invalid("Choose what the records are known by.");
	if (by.needs.length > 0 && !by.needs.some((target) => mapping.includes(target))) {
		const { many } = RECORD_NOUNS[type];
		const subject = many[0]!.toUpperCase() + many.slice(1);
		throw invalid(`${subject} are to be found by ${by.words}, and no column is their ${by.words}.`);
	}
}

/** Writes an import's parameters. */
export async function saveParams(ctx: Ctx, id: string, params: ImportParams): Promise<void> {
	await ctx.db
		.updateTable("change_batches")
		.set((eb) => ({ params: jsonb(params), version: eb("version", "+", 1) }))
		.where("id", "=", id)
		.execute();
}
