import type { LoaderFunctionArgs } from "@remix-run/node";
import { EDIT_PERMISSION, VIEW_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { getRecordPage } from "#app/domain/crm/records/reads/record-page.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import { page } from "#app/doors/page.ts";
import { formFields } from "./form-fields.ts";

type Ctx = Parameters<typeof getRecordPage>[0];
type Reader = Parameters<Parameters<typeof page>[2]>[1];

/** What the page of a record is given; `choices` only while a field is edited in place. */
export type RecordPageData = Awaited<ReturnType<typeof readRecordPage>>;

/** The loader of a record's page: one query beside those of `more`, which adds what a kind shows besides. */
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
	const asked = query.get("edit");
	const mayEdit = can(ctx.actor, EDIT_PERMISSION[type]);
	const read = await getRecordPage(ctx, type, id, { withChoices: asked !== null && mayEdit });
	const { record, related } = read;
	const canEdit = mayEdit && !record.deletedAt;
	const isField = formFields(type, record.fields).some(({ name }) => name === asked);
	const editing = canEdit && isField ? asked : null;
	return {
		record,
		related,
		choices: editing === null ? null : read.choices,
		editing,
		saved: query.get("saved"),
		canEdit,
		canRestore: mayEdit,
		canMerge: can(ctx.actor, "contacts.merge"),
		canNote: can(ctx.actor, "notes.edit") && !record.deletedAt,
		canTask: can(ctx.actor, "tasks.edit") && !record.deletedAt,
	};
}
