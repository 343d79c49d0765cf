import { conflict, invalid } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { listFields } from "../fields/field-queries.ts";
import type { CustomField } from "../fields/schema.ts";
import { readStart } from "./create-import.ts";
import { readHeadings } from "./file/sniff-file.ts";
import { getImport, type Import, readEarlierMappings } from "./import-queries.ts";
import { previewImportJob } from "./jobs.ts";
import { guessMapping } from "./rows/guess-mapping.ts";
import { type ImportParams, type ImportSettings, TARGETS } from "./schema.ts";

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
	await step(async (ctx) => {
		const draft = await getDraft(ctx, id);
		const [fields, earlier] = [await listFields(ctx, "contact"), await readEarlierMappings(ctx)];
		const mapping = guessMapping(read.headings, fields, earlier.columns, read.samples);
		const { preview: _, ...kept } = draft.params;
		await saveParams(ctx, id, { ...kept, ...settings, ...read, mapping });
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
	const { params } = await getDraft(ctx, id);
	checkMapping(settings, params.headings, await listFields(ctx, "contact"));
	const key = newId();
	const counts = { created: 0, updated: 0, skipped: 0, refused: 0 };
	await saveParams(ctx, id, { ...params, ...settings, preview: { key, state: "running", counts, rows: [], read: 0 } });
	await ctx.enqueue(previewImportJob, { orgId: ctx.org, batchId: id, key });
}

function checkMapping(
	{ mapping, match }: ImportSettings,
	headings: readonly string[],
	fields: readonly CustomField[],
): void {
	const known = new Set<string>(["", ...TARGETS, ...fields.map(({ id }) => `field:${id}`)]);
	if (mapping.length !== headings.length || mapping.some((target) => !known.has(target))) {
		throw invalid("The columns do not fit the file any more. Choose again what each is.");
	}
	const twice = mapping.find((target, at) => target !== "" && mapping.indexOf(target) !== at);
	if (twice) {
		const [first, second] = headings.filter((_, at) => mapping[at] === twice);
		throw invalid(`“${first}” and “${second}” cannot both become the same. Choose “Do not import” for one of them.`);
	}
	if (!mapping.some((target) => NAMING.has(target))) {
		throw invalid("Say which column holds a name, an email address, a phone number or an id.");
	}
	const needed = match === "email-or-phone" ? ["email", "phone"] : [match];
	if (!needed.some((target) => mapping.includes(target)) && match !== "email-or-phone") {
		throw invalid(`Contacts are to be found by ${match}, and no column is their ${match}.`);
	}
}

const NAMING = new Set<string>(["first_name", "last_name", "name", "email", "phone", "id"]);

/** Writes an import's parameters. */
export async function saveParams(ctx: Ctx, id: string, params: ImportParams): Promise<void> {
	await ctx.db
		.updateTable("change_batches")
		.set((eb) => ({ params: jsonb(params), version: eb("version", "+", 1) }))
		.where("id", "=", id)
		.execute();
}
