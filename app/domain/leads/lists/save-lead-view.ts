import { keepView } from "#app/domain/crm/views/keep-view.ts";
import type { ViewInput } from "#app/domain/crm/views/schema.ts";
import type { Ctx } from "#db/context.ts";
import { readLeadQuery, writeLeadQuery } from "./lead-query.ts";

/** Keeps the view of the list of leads, as `keepView` does, in the words of that list. */
export async function saveLeadView(ctx: Ctx, input: ViewInput & { id?: string | undefined }): Promise<string> {
	const read = readLeadQuery(new URLSearchParams(input.query));
	return keepView(ctx, { ...input, type: "lead", query: writeLeadQuery(read), columns: read.columns });
}
