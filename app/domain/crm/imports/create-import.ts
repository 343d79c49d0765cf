import { newId } from "#app/base/ids.ts";
import { readFile } from "#app/domain/files/read-file.ts";
import { type Step, storeFile } from "#app/domain/files/store-file.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { homeCurrency } from "../records/home/home-currency.ts";
import { homeCountry } from "../records/home/read-phone.ts";
import { EDIT_PERMISSION } from "../records/permissions.ts";
import { EncodingGuess, firstRows, guessDelimiter, readHeadings, refuseOthers } from "./file/sniff-file.ts";
import { listImportFields, readEarlierMappings } from "./import-queries.ts";
import { IMPORT_KINDS } from "./kinds/kinds.ts";
import { guessDecimals } from "./rows/guess-decimals.ts";
import { guessMapping, numberColumns } from "./rows/guess-mapping.ts";
import { type ImportName, type ImportParams, recordOf } from "./schema.ts";

type Incoming = {
	name: string;
	mediaType: string;
	bytes: AsyncIterable<Uint8Array>;
	/** What the file's rows are; contacts unless said. */
	type?: ImportName;
};

/**
 * Keeps a file that is to be imported, guesses how it is to be read and what its columns are, and makes the draft of an
 * import of it; nothing is changed yet. In several transactions: `step` opens one each time. Returns the draft's id.
 * Throws 413 for more than 250 MB, 415 with words for what is no CSV file, 422 for an empty one.
 */
export async function createImport(step: Step, { type = "contact", ...file }: Incoming): Promise<string> {
	await step(async (ctx) => {
		authorize(ctx, "records.import");
		authorize(ctx, EDIT_PERMISSION[recordOf(type)]);
	});
	const encodings = new EncodingGuess();
	const look = (piece: Buffer, position: number) => {
		if (position === 0) refuseOthers(piece);
		encodings.look(piece);
	};
	const kept = await storeFile(step, { ...file, mediaType: "text/csv", look });
	try {
		const start = await readStart(step, kept.id);
		refuseOthers(start);
		const { encoding } = encodings;
		const delimiter = await guessDelimiter(start, encoding);
		const read = await readHeadings(start, encoding, delimiter);
		const rows = await firstRows(start, encoding, delimiter, GUESSED_FROM);
		return await step((ctx) => insertDraft(ctx, kept, { ...read, encoding, delimiter, type, rows: rows.slice(1) }));
	} catch (error) {
		await step((ctx) => ctx.db.deleteFrom("files").where("id", "=", kept.id).execute());
		throw error;
	}
}

/** Rows that are looked at for how numbers are written. */
export const GUESSED_FROM = 2_000;

/** The first megabyte of a file: enough for its headings. */
export async function readStart(step: Step, fileId: string): Promise<Buffer> {
	for await (const bytes of readFile(step, fileId)) return bytes;
	return Buffer.alloc(0);
}

type Draft = Pick<ImportParams, "headings" | "samples" | "encoding" | "delimiter"> & {
	type: ImportName;
	/** Those under the headings. */
	rows: readonly (readonly string[])[];
};

async function insertDraft(
	ctx: Ctx,
	file: { id: string; name: string; size: number },
	{ type, rows, ...draft }: Draft,
): Promise<string> {
	const id = newId();
	const kind = IMPORT_KINDS[type];
	const [fields, earlier] = [await listImportFields(ctx, type), await readEarlierMappings(ctx, type)];
	const mapping = guessMapping(kind, draft, fields, earlier.columns);
	// Scores and usage are sent again and again, and the newest is what is meant.
	const isNewest = mapping.some((target) => kind.figures?.targets.includes(target));
	const decimals = guessDecimals(rows, numberColumns(kind, mapping, fields));
	const params: ImportParams = {
		...draft,
		...{
			mapping,
			match: Object.keys(kind.matches)[0]!,
			duplicates: isNewest ? "overwrite" : "fill",
			accounts: kind.accounts ?? "create",
		},
		...{ country: await homeCountry(ctx), dates: "iso", decimals: "plain", currency: await homeCurrency(ctx) },
		...earlier.settings,
		...(decimals ? { decimals } : {}),
		fileId: file.id,
		size: file.size,
		...(recordOf(type) === type ? {} : { rows: type }),
	};
	await ctx.db
		.insertInto("change_batches")
		.values({
			org_id: ctx.org,
			id,
			kind: "import",
			record_type: recordOf(type),
			title: file.name,
			params: jsonb(params),
			state: "draft",
			member_id: ctx.actor.kind === "member" ? ctx.actor.id : null,
			member_name: ctx.actor.name,
			created_at: ctx.now,
		})
		.execute();
	return id;
}
