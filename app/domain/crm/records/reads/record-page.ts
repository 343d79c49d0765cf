import { sql } from "kysely";
import type { Ctx } from "#db/context.ts";
import { RECORD_COLUMNS } from "../columns.ts";
import { getRecordWith, type RecordView } from "../record-queries.ts";
import type { RecordType } from "../schema.ts";
import { type Choices, choicesOf } from "./choice-queries.ts";
import { type Related, relatedOf } from "./related-queries.ts";

export type RecordPageRead = { record: RecordView; related: Related; choices: Choices | null };

/** A record with what hangs on it and, to edit a field in its place, what fields can be set to: one query. 404 for none. */
export async function getRecordPage(
	ctx: Ctx,
	type: RecordType,
	id: string,
	{ withChoices = false } = {},
): Promise<RecordPageRead> {
	const choices = withChoices ? choicesOf(ctx, type, keptBy(type)) : sql<null>`null::json`;
	const both = sql<
		Pick<RecordPageRead, "related" | "choices">
	>`json_build_object('related', ${relatedOf(ctx, type, id)},
		'choices', ${choices})`;
	const { record, more } = await getRecordWith(ctx, type, id, both);
	return { record, ...more };
}

/** A record with what its fields can be set to, for the form of all of them: one query. 404 for none. */
export async function getRecordForm(
	ctx: Ctx,
	type: RecordType,
	id: string,
): Promise<{ record: RecordView; choices: Choices }> {
	const { record, more: choices } = await getRecordWith(ctx, type, id, choicesOf(ctx, type, keptBy(type)));
	return { record, choices };
}

function keptBy(type: RecordType) {
	const { accountId, contactId, ownerId } = RECORD_COLUMNS[type];
	const column = (name: string | undefined) => (name ? sql.ref(`r.${name}`) : null);
	return { accountId: column(accountId), contactId: column(contactId), ownerId: column(ownerId) };
}
