import type { Ctx } from "#db/context.ts";
import { listFields } from "../fields/field-queries.ts";
import { columnsOf } from "../lists/columns.ts";
import { readListQuery, writeListQuery } from "../lists/list-query.ts";
import type { RecordType } from "../records/schema.ts";
import { keepView } from "./keep-view.ts";
import type { ViewInput } from "./schema.ts";

/** Keeps the view of a list of records, as `keepView` does, in the words of such a list. */
export async function saveView(
	ctx: Ctx,
	input: ViewInput & { type: RecordType; id?: string | undefined },
): Promise<string> {
	const fields = await listFields(ctx, input.type);
	const read = readListQuery(new URLSearchParams(input.query), columnsOf(input.type, fields));
	return keepView(ctx, { ...input, query: writeListQuery(read), columns: read.columns });
}
