import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { listTrash, type TrashRow } from "#app/domain/crm/lists/trash-queries.ts";
import { listRemovedNotes, type RemovedNote } from "#app/domain/crm/notes/note-queries.ts";
import { NOTE_KIND_LABELS } from "#app/domain/crm/notes/schema.ts";
import { EDIT_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { isRecordType, RECORD_TYPES, type RecordType, recordPath } from "#app/domain/crm/records/schema.ts";
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
		const q = (address.get("q") ?? "").trim().slice(0, 100);
		const mayEditKnowledge = can(ctx.actor, "knowledge.edit");
		if (given === "note") {
			const mayEdit = can(ctx.actor, "notes.edit");
			return {
				type: "note" as const,
				q: "",
				rows: [] as TrashRow[],
				mayEdit,
				mayEditKnowledge,
				isLater: before !== undefined,
				...(await listRemovedNotes(ctx, before)),
			};
		}
		const mayEdit = can(ctx.actor, EDIT_PERMISSION[type]);
		const isLater = before !== undefined;
		return { type, q, mayEdit, mayEditKnowledge, isLater, ...(await listTrash(ctx, type, before, q)) };
	});

const COLUMNS: Column<TrashRow>[] = [
	// On a phone too: namesakes are told apart by it.
	{ id: "note", label: "Also known by", cell: ({ note }) => note },
	{ id: "when", label: "Deleted", end: true, cell: ({ deletedAt }) => <Time at={deletedAt} /> },
];

export default function TrashPage() {
	const shown = useLoaderData<typeof loader>();
	const { type, older, isLater, q } = shown;
	useLiveRefresh([`${type}s`]);
	const path = `/trash?${new URLSearchParams({ type, ...(q ? { q } : {}) })}`;
	const crumb =
		type === "note"
			? { label: "Contacts", href: "/contacts" }
			: { label: LIST_WORDS[type].title, href: recordPath(type) };
	const isEmpty = shown.type === "note" ? shown.notes.length === 0 : shown.rows.length === 0;
	return (
		<Page
			title="Trash"
			crumbs={[crumb]}
			width="edge"
			{...(type === "note" ? {} : { search: { action: "/trash", label: SEARCH[type], value: q, keep: { type } } })}
			above={<TrashTabs current={type} mayEditKnowledge={shown.mayEditKnowledge} />}
		>
			{isEmpty ? (
				<EmptyState
					icon="trash"
					title={q ? `Nothing in the trash is called “${q}”` : "The trash is empty"}
					text={
						q
							? "Names, email addresses and phone numbers of what was deleted in the last 90 days were looked through."
							: "What you delete lies here for 90 days and can be restored with all that hangs on it."
					}
				/>
			) : shown.type === "note" ? (
				<RemovedNotes notes={shown.notes} mayEdit={shown.mayEdit} />
			) : (
				<Records type={shown.type} rows={shown.rows} mayEdit={shown.mayEdit} />
			)}
			<Pager newer={isLater ? path : null} older={older && `${path}&before=${older}`} />
		</Page>
	);
}

const SEARCH: Readonly<Record<RecordType, string>> = {
	contact: "Search deleted contacts",
	account: "Search deleted accounts",
	deal: "Search deleted deals",
	project: "Search deleted projects",
};

/** Tasks, tags and documents have lists of their own for it, where they can be looked for. */
function TrashTabs({ current, mayEditKnowledge }: { current: RecordType | "note"; mayEditKnowledge: boolean }) {
	const types = [
		...RECORD_TYPES.map((type) => ({ type, label: LIST_WORDS[type].title })),
		{ type: "note", label: "Notes" },
	];
	const tabs = types.map(({ type, label }) => ({ label, href: `/trash?type=${type}`, current: type === current }));
	return (
		<Tabs
			label="What was deleted"
			tabs={[
				...tabs,
				{ label: "Tasks", href: "/tasks?state=trashed", current: false },
				{ label: "Tags", href: "/settings/tags", current: false },
				...(mayEditKnowledge ? [{ label: "Documents", href: "/knowledge?view=removed", current: false }] : []),
			]}
		/>
	);
}

function Records({ type, rows, mayEdit }: { type: RecordType; rows: readonly TrashRow[]; mayEdit: boolean }) {
	return (
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
	);
}

/** Each is brought back by its own button, onto the record it was written on. */
function RemovedNotes({ notes, mayEdit }: { notes: readonly RemovedNote[]; mayEdit: boolean }) {
	const columns: Column<RemovedNote>[] = [
		{ id: "kind", label: "What", phone: false, cell: ({ kind }) => NOTE_KIND_LABELS[kind] },
		{ id: "when", label: "Removed", end: true, cell: ({ deletedAt }) => <Time at={deletedAt} /> },
		{
			id: "act",
			label: "Act",
			end: true,
			cell: ({ id, subject }) => mayEdit && <RestoreNote id={id} of={subject.name} />,
		},
	];
	return (
		<Table
			caption="Removed notes, latest first"
			rows={notes}
			rowKey={({ id }) => id}
			name={{
				label: "Written on",
				name: ({ subject }) => subject.name ?? "A record that is gone",
				href: ({ subject }) => (isRecordType(subject.type) ? recordPath(subject.type, subject.id) : "/trash?type=note"),
				note: ({ excerpt }) => excerpt,
			}}
			columns={columns}
		/>
	);
}

function RestoreNote({ id, of }: { id: string; of: string | null }) {
	return (
		<Form discover="none" method="post" action={`/notes/${id}/state`}>
			<SubmitButton
				tone="plain"
				small
				icon="undo"
				name="act"
				value="restore"
				aria-label={`Restore the note${of ? ` on ${of}` : ""}`}
			>
				Restore
			</SubmitButton>
		</Form>
	);
}
