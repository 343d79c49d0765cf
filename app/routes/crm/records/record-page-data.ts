import type { LoaderFunctionArgs } from "@remix-run/node";
import { EDIT_PERMISSION, VIEW_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { listChoices } from "#app/domain/crm/records/reads/choice-queries.ts";
import { getRelated } from "#app/domain/crm/records/reads/related-queries.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import { page } from "#app/doors/page.ts";
import { formFields } from "./form-fields.ts";
import { keptOf } from "./saving/record-form-door.ts";

type Ctx = Parameters<typeof getRecord>[0];
type Reader = Parameters<Parameters<typeof page>[2]>[1];

/** What the page of a record is given; `choices` only while a field is edited in place. */
export type RecordPageData = Awaited<ReturnType<typeof readRecordPage>>;

/** The loader of a record's page: two queries, three while a field is edited. `more` adds what a kind shows besides. */
export function recordPageLoader<More>(
	args: LoaderFunctionArgs,
	type: RecordType,
	more: (ctx: Ctx, id: string, member: Reader) => Promise<More>,
) {
	return page(args, VIEW_PERMISSION[type], async (ctx, member) => {
		const id = args.params.id ?? "";
		const shown = await readRecordPage(ctx, type, { id, query: new URL(args.request.url).searchParams });
		return { shown, more: await more(ctx, id, member) };
	});
}

async function readRecordPage(ctx: Ctx, type: RecordType, { id, query }: { id: string; query: URLSearchParams }) {
	const record = await getRecord(ctx, type, id);
	const canEdit = can(ctx.actor, EDIT_PERMISSION[type]) && !record.deletedAt;
	const asked = query.get("edit");
	const isField = formFields(type, record.fields).some(({ name }) => name === asked);
	const editing = canEdit && isField ? asked : null;
	return {
		record,
		related: await getRelated(ctx, type, id),
		choices: editing === null ? null : await listChoices(ctx, type, keptOf(record.values)),
		editing,
		saved: query.get("saved"),
		canEdit,
		canRestore: can(ctx.actor, EDIT_PERMISSION[type]),
		canNote: can(ctx.actor, "notes.edit") && !record.deletedAt,
		canTask: can(ctx.actor, "tasks.edit") && !record.deletedAt,
	};
}
