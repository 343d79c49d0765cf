import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { columnsOf } from "#app/domain/crm/lists/columns.ts";
import { listRecords } from "#app/domain/crm/lists/list-queries.ts";
import { readListQuery } from "#app/domain/crm/lists/list-query.ts";
import { shownColumns } from "#app/domain/crm/lists/shown-columns.ts";
import { EDIT_PERMISSION, VIEW_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import { readingPage } from "#app/doors/page.ts";
import { filterChoices, takeDraft } from "./filters/filter-choices.ts";
import { listPath } from "./list-path.ts";

/** The loader of a kind's list: one query, or two where the address speaks of the organisation's own fields. */
export function listLoader(args: LoaderFunctionArgs, type: RecordType) {
	return readingPage(args, VIEW_PERMISSION[type], async (ctx, member) => {
		const address = new URL(args.request.url).searchParams;
		address.delete("_data");
		const draft = takeDraft(address);
		const speaksOfFields = [...address.values()].some((value) => value.includes("field:"));
		const columns = columnsOf(type, speaksOfFields ? await listFields(ctx, type) : []);
		const query = readListQuery(address, columns);
		const wanted = { type, query, columns, shown: shownColumns(columns, query), zone: member.timeZone };
		const read = await listRecords(ctx, wanted);
		const { finding, ...choices } = await filterChoices(ctx, type, { list: read, query, columns, draft });
		const list = { ...read, ...choices };
		const opens = list.views.find(({ id }) => id === list.opensWith);
		// A list without a question opens with the member's own default.
		if (opens && !draft && [...address].length === 0) throw redirect(listPath(type, opens.query, { view: opens.id }));
		const may = {
			mayEdit: can(ctx.actor, EDIT_PERMISSION[type]),
			mayImport: can(ctx.actor, EDIT_PERMISSION[type]) && can(ctx.actor, "records.import"),
			mayExport: can(ctx.actor, "records.export"),
		};
		return { type, query, ...may, me: member.org.memberId, list, finding };
	});
}

export type ListData = Awaited<ReturnType<typeof listLoader>>;
