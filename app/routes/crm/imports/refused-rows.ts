import type { LoaderFunctionArgs } from "@remix-run/node";
import { csvLines } from "#app/domain/crm/exports/csv-lines.ts";
import { getImport, listRefusals } from "#app/domain/crm/imports/import-queries.ts";
import { streamFile } from "#app/doors/files/export.ts";
import { allowedMember, guarded, inOwnOrg } from "#app/doors/page.ts";

const CHUNK = 500;

/** The refused rows as a file: the same columns, the number of the row in front and the reason at the end. */
export async function loader(args: LoaderFunctionArgs) {
	const member = await allowedMember(args, "records.import");
	const id = args.params.id ?? "";
	const { params, title } = await guarded(args, () => inOwnOrg(args, member, (ctx) => getImport(ctx, id)));
	const width = widthOf(params);
	return streamFile(args, member, {
		name: `${title.replace(/\.\w+$/, "").replace(/[^\w-]+/g, "-")}-refused.csv`,
		type: "text/csv; charset=utf-8",
		head: `\ufeff${csvLines([[...params.headings.slice(0, width), ...ADDED]])}`,
		foot: "",
		async chunk(ctx, after) {
			const rows = await listRefusals(ctx, id, Number(after ?? 0), CHUNK);
			const lines = rows.map(({ line, reason, cells }) => {
				const all = cells as string[];
				const own = Array.from({ length: width }, (_, at) => all[at] ?? "");
				return [...own, line, reason];
			});
			return { text: csvLines(lines), next: rows.length === CHUNK ? String(rows.at(-1)!.line) : null };
		},
	});
}

const ADDED = ["Row", "Reason"];

/** The file's own columns: those that an earlier file of refused rows added are not added again. */
function widthOf({ headings, mapping }: { headings: readonly string[]; mapping: readonly string[] }): number {
	const from = headings.length - ADDED.length;
	const isAdded = ADDED.every((name, at) => headings[from + at] === name && mapping[from + at] === "");
	return isAdded ? from : headings.length;
}
