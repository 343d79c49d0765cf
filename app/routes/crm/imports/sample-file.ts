import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "#app/base/errors.ts";
import { csvLines } from "#app/domain/crm/exports/csv-lines.ts";
import { sampleRows } from "#app/domain/crm/imports/choices.ts";
import { IMPORT_NOUNS, isImportName } from "#app/domain/crm/imports/schema.ts";
import { allowedMember, guarded } from "#app/doors/page.ts";

/** The file that shows what can be imported of a kind: its headings and two rows. */
export async function loader(args: LoaderFunctionArgs) {
	await allowedMember(args, "records.import");
	const { type = "" } = args.params;
	if (!isImportName(type)) throw await guarded(args, () => Promise.reject(notFound("sample")));
	return new Response(`\ufeff${csvLines(sampleRows(type))}`, {
		headers: {
			"Content-Type": "text/csv; charset=utf-8",
			"Content-Disposition": `attachment; filename="${IMPORT_NOUNS[type].many}-sample.csv"`,
			"Cache-Control": "private, no-store",
		},
	});
}
