import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { type ConversationRow, listConversations } from "#app/domain/assistant/conversations/conversation-queries.ts";
import { can } from "#app/domain/identity/policy.ts";
import { CHANNEL_LABELS } from "#app/domain/messaging/schema.ts";
import { page } from "#app/doors/page.ts";
import { ExportLinks } from "#app/routes/crm/exports/export-links.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Conversations · Perigee" }];

const VIEWS = [
	{ label: "All", value: null },
	{ label: "Wants a person", value: "waiting" },
	{ label: "With the assistant", value: "assistant" },
	{ label: "With a member", value: "member" },
] as const;

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "conversations.view", async (ctx) => {
		const query = new URL(args.request.url).searchParams;
		const show = VIEWS.find(({ value }) => value === query.get("show"))?.value ?? null;
		const after = query.get("after") ?? undefined;
		const list = await listConversations(ctx, { show: show ?? undefined, cursor: after });
		const canExport = can(ctx.actor, "records.export");
		return { ...list, show, isLater: after !== undefined, canExport };
	});

const columns: Column<ConversationRow>[] = [
	{ id: "who", label: "Answered by", cell: (row) => <Answering row={row} /> },
	{ id: "location", label: "Location", phone: false, cell: (row) => row.locationName ?? "–" },
	{ id: "channel", label: "Channel", phone: false, cell: (row) => CHANNEL_LABELS[row.lastChannel] ?? row.lastChannel },
	{ id: "at", label: "Last message", end: true, cell: (row) => <Time at={row.lastMessageAt} /> },
];

export default function Conversations() {
	const { data, next, show, isLater, canExport } = useLoaderData<typeof loader>();
	useLiveRefresh(["conversations"]);
	const address = (value: string | null) => (value ? `/conversations?show=${value}` : "/conversations");
	const older = next && `${address(show)}${show ? "&" : "?"}after=${next}`;
	return (
		<Page
			title="Conversations"
			width="edge"
			actions={canExport && <ExportLinks list="conversations" query={show ? `show=${show}` : ""} />}
			above={
				<Tabs
					label="Views"
					tabs={VIEWS.map(({ label, value }) => ({ label, href: address(value), current: value === show }))}
				/>
			}
		>
			{data.length > 0 ? (
				<Table
					caption="Conversations, the latest first"
					rows={data}
					rowKey={(row) => row.id}
					name={{
						label: "Customer",
						name: (row) => row.name,
						href: (row) => `/conversations/${row.id}`,
						note: (row) => (row.isUnread ? <strong>{row.lastText}</strong> : row.lastText),
					}}
					columns={columns}
				/>
			) : show ? (
				<EmptySearch clear="/conversations" />
			) : (
				<EmptyState
					icon="inbox"
					title="Nobody has written yet"
					text="What customers write in the chat, by SMS or by email stands here, with the assistant's answers. You can watch and take over."
				/>
			)}
			<Pager newer={isLater ? address(show) : null} older={older || null} />
		</Page>
	);
}

function Answering({ row }: { row: ConversationRow }) {
	if (row.wantsPerson) return <Status tone="warn">Wants a person</Status>;
	if (row.mode === "member") return <Status tone="info">{row.memberName ?? "A member"}</Status>;
	return <Status tone="neutral">Assistant</Status>;
}
