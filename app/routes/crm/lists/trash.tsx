import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listTrash, type TrashRow } from "#app/domain/crm/lists/trash-queries.ts";
import { EDIT_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { isRecordType, RECORD_TYPES, recordPath } from "#app/domain/crm/records/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { BulkBar, Pager, Selection } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { LIST_WORDS } from "./list-words.ts";

export const meta = () => [{ title: "Trash · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "contacts.view", async (ctx) => {
		const address = new URL(args.request.url).searchParams;
		const given = address.get("type");
		const type = isRecordType(given) ? given : "contact";
		const before = address.get("before") ?? undefined;
		const mayEdit = can(ctx.actor, EDIT_PERMISSION[type]);
		const mayEditKnowledge = can(ctx.actor, "knowledge.edit");
		return { type, mayEdit, mayEditKnowledge, isLater: before !== undefined, ...(await listTrash(ctx, type, before)) };
	});

const COLUMNS: Column<TrashRow>[] = [
	{ id: "note", label: "Also known by", phone: false, cell: ({ note }) => note },
	{ id: "when", label: "Deleted", end: true, cell: ({ deletedAt }) => <Time at={deletedAt} /> },
];

export default function TrashPage() {
	const { type, mayEdit, mayEditKnowledge, rows, older, isLater } = useLoaderData<typeof loader>();
	useLiveRefresh([`${type}s`]);
	return (
		<Page
			title="Trash"
			crumbs={[{ label: LIST_WORDS[type].title, href: recordPath(type) }]}
			width="edge"
			above={
				<Tabs
					label="What was deleted"
					tabs={[
						...RECORD_TYPES.map((each) => ({
							label: LIST_WORDS[each].title,
							href: `/trash?type=${each}`,
							current: each === type,
						})),
						...(mayEditKnowledge ? [{ label: "Documents", href: "/knowledge?view=removed", current: false }] : []),
					]}
				/>
			}
		>
			{rows.length === 0 ? (
				<EmptyState
					icon="trash"
					title="The trash is empty"
					text="What you delete lies here for 90 days and can be restored with all that hangs on it."
				/>
			) : (
				<Selection>
					<Table
						caption="Deleted, latest first"
						rows={rows}
						rowKey={({ id }) => id}
						name={{ label: "Name", name: ({ name }) => name, href: ({ id }) => recordPath(type, id) }}
						columns={COLUMNS}
						{...(mayEdit ? { select: { form: "bulk" } } : {})}
					/>
					{mayEdit && (
						<BulkBar form="bulk" action={`/batches/new?type=${type}`}>
							<SubmitButton small name="act" value="restore" icon="undo">
								Restore
							</SubmitButton>
						</BulkBar>
					)}
				</Selection>
			)}
			<Pager newer={isLater ? `/trash?type=${type}` : null} older={older && `/trash?type=${type}&before=${older}`} />
		</Page>
	);
}
