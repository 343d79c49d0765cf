import { writeListQuery } from "#app/domain/crm/lists/list-query.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { BulkBar } from "#app/ui/lists/list-parts.tsx";
import type { ListData } from "./list-data.ts";

/** What can be done with the ticked records, or with all that match. The next page names act and count. */
export function BulkActs({ data: { type, query, list }, form }: { data: ListData; form: string }) {
	const isAll = list.next !== null || list.previous !== null;
	const all = isAll ? { ...list.count, token: `all?${writeListQuery(query)}` } : undefined;
	return (
		<BulkBar form={form} action={`/batches/new?type=${type}`} {...(all ? { all } : {})}>
			<SubmitButton tone="plain" small name="act" value="tag">
				Tag
			</SubmitButton>
			<SubmitButton tone="plain" small name="act" value="untag">
				Untag
			</SubmitButton>
			<SubmitButton tone="plain" small name="act" value="assign">
				Assign
			</SubmitButton>
			<SubmitButton tone="plain" small name="act" value="edit">
				Edit
			</SubmitButton>
			<SubmitButton tone="danger" small name="act" value="delete">
				Move to trash
			</SubmitButton>
		</BulkBar>
	);
}
