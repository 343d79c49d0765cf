import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listBatches } from "#app/domain/crm/bulk/batch-queries.ts";
import { NewBatch } from "#app/domain/crm/bulk/schema.ts";
import { startBatch } from "#app/domain/crm/bulk/start-batch.ts";
import { RECORD_NOUNS, recordPath } from "#app/domain/crm/records/schema.ts";
import { form, leave } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { countOf, formatCount } from "#app/ui/lists/count.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { BATCH_STATES } from "./batch-words.ts";

export const meta = () => [{ title: "Changes of many records · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "contacts.view", async (ctx) => {
		const before = new URL(args.request.url).searchParams.get("before") ?? undefined;
		const { batches, older } = await listBatches(ctx, before);
		return {
			older,
			isLater: before !== undefined,
			batches: batches.map(({ id, act, title, state, total, changed, memberName, createdAt }) => ({
				...{ id, act, title, state, total, changed, memberName, createdAt },
			})),
		};
	});

/** Begins an act on many records. A small one is done when the list is back; a large one has a page. */
export async function action(args: ActionFunctionArgs) {
	let to = "/batches";
	const answer = await form(args, { permission: "contacts.view", schema: NewBatch }, async (ctx, input, member) => {
		to = recordPath(input.type);
		// An empty query is the whole list, and forms drop what is empty: it travels behind a question mark.
		const { query, ...rest } = input;
		const asked = query === undefined ? rest : { ...rest, query: query.slice(1) };
		const { id, state, changed } = await startBatch(ctx, asked, member.timeZone);
		if (state === "waiting") return { to: `/batches/${id}` };
		const { one, many } = RECORD_NOUNS[input.type];
		const message = `${DONE[input.act]} ${countOf(changed, one, many)}.`;
		return { to, flash: { message, undo: { action: `/batches/${id}/state`, act: "undo" } } };
	});
	if (answer instanceof Response) return answer;
	const { result, message } = answer.data;
	return leave({ to, flash: { message: firstError(result.error, message), tone: "info" } });
}

const DONE = {
	tag: "Tagged",
	untag: "Took the tag off",
	assign: "Assigned",
	edit: "Changed",
	delete: "Moved to the trash:",
	restore: "Restored",
};

/** What is wrong with a field says more than that something is. */
function firstError(errors: Record<string, string[] | null> | null | undefined, message: string | undefined): string {
	const [first] = Object.values(errors ?? {}).flatMap((each) => each ?? []);
	return `${first ?? message ?? "That could not be read."} Nothing was changed.`;
}

type Row = ReturnType<typeof useLoaderData<typeof loader>>["batches"][number];

const COLUMNS: Column<Row>[] = [
	{
		id: "state",
		label: "State",
		cell: ({ state }) => <Status tone={BATCH_STATES[state].tone}>{BATCH_STATES[state].label}</Status>,
	},
	{ id: "total", label: "Records", end: true, phone: false, cell: ({ total }) => formatCount(total) },
	{ id: "changed", label: "Changed", end: true, phone: false, cell: ({ changed }) => formatCount(changed) },
	{ id: "by", label: "By", phone: false, cell: ({ memberName }) => memberName },
	{ id: "when", label: "Begun", end: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export default function Batches() {
	const { batches, older, isLater } = useLoaderData<typeof loader>();
	useLiveRefresh(["batchs"]);
	return (
		<Page title="Changes of many records" crumbs={[{ label: "Contacts", href: "/contacts" }]} width="edge">
			{batches.length > 0 ? (
				<Table
					caption="Changes of many records, newest first"
					rows={batches}
					rowKey={({ id }) => id}
					name={{ label: "Change", name: ({ title }) => title, href: ({ id }) => `/batches/${id}` }}
					columns={COLUMNS}
				/>
			) : (
				<EmptyState
					icon="check"
					title="Nothing yet"
					text="Tick records in a list to tag, assign, change or delete them together. What was done stands here, and can be undone."
				/>
			)}
			<Pager newer={isLater ? "/batches" : null} older={older && `/batches?before=${older}`} />
		</Page>
	);
}
