import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { listOutbox, type OutboxRow, stateFrom } from "#app/domain/messaging/message-queries.ts";
import { MESSAGE_STATES } from "#app/domain/messaging/rules/message-states.ts";
import { CHANNEL_LABELS, OUTBOX_CHANNELS, PURPOSE_LABELS, STATE_LABELS } from "#app/domain/messaging/schema.ts";
import { page } from "#app/doors/page.ts";
import { ExportLinks } from "#app/routes/crm/exports/export-links.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { FilterChips, FilterForm, ListBar, Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { MESSAGE_TONES } from "./message-tones.ts";

export const meta = () => [{ title: "Outbox · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "messages.view", async (ctx) => {
		const query = new URL(args.request.url).searchParams;
		const state = stateFrom(query.get("state"));
		const channel = OUTBOX_CHANNELS.find((one) => one === query.get("channel"));
		const list = await listOutbox(ctx, { state, channel, after: query.get("after") ?? undefined });
		const canExport = can(ctx.actor, "records.export");
		const canRelease = can(ctx.actor, "messages.release");
		return { ...list, canExport, canRelease, state: state ?? null, channel: channel ?? null };
	});

const columns: Column<OutboxRow>[] = [
	{
		id: "state",
		label: "State",
		cell: (row) => <Status tone={MESSAGE_TONES[row.state]}>{STATE_LABELS[row.state]}</Status>,
	},
	{ id: "channel", label: "Channel", phone: false, cell: (row) => CHANNEL_LABELS[row.channel] },
	{ id: "purpose", label: "Purpose", phone: false, cell: (row) => PURPOSE_LABELS[row.purpose] ?? row.purpose },
	{ id: "contact", label: "To", phone: false, cell: (row) => row.contact },
	{ id: "at", label: "Since", end: true, cell: (row) => <Time at={row.stateAt} /> },
];

export default function Outbox() {
	const { data, next, state, channel, canExport, canRelease } = useLoaderData<typeof loader>();
	useLiveRefresh(["messages"]);
	const isFiltered = state !== null || channel !== null;
	const shared = sharedReasons(data);
	return (
		<Page
			title="Outbox"
			width="edge"
			actions={
				<>
					{canExport && <ExportLinks list="outbox" query={address({ state, channel }).split("?")[1] ?? ""} />}
					{canRelease && (
						<ButtonLink to="/outbox/held" tone="primary" icon="send">
							Release held messages
						</ButtonLink>
					)}
				</>
			}
		>
			<OutboxFilters state={state} channel={channel} />
			{shared.map((reason) => (
				<Notice key={reason} tone="warn" title="Held.">
					{reason}
				</Notice>
			))}
			{data.length > 0 ? (
				<Table
					caption="Outbound messages, newest first"
					rows={data}
					rowKey={(row) => row.id}
					name={{
						label: "Message",
						name: (row) => row.summary || "No subject",
						href: (row) => `/outbox/${row.id}`,
						note: (row) => (row.reason && shared.includes(row.reason) ? null : row.reason),
					}}
					columns={columns}
				/>
			) : isFiltered ? (
				<EmptySearch clear="/outbox" />
			) : (
				<EmptyState
					icon="mail"
					title="Nothing has been written yet"
					text="Every email and text that goes to a customer stands here first, and can be read as it will look."
				/>
			)}
			<OutboxPager next={next} />
		</Page>
	);
}

/** Why several of these are held: said once above them, not in each row. */
function sharedReasons(rows: readonly OutboxRow[]): string[] {
	const reasons = rows.flatMap(({ state, reason }) => (state === "held" && reason ? [reason] : []));
	return [...new Set(reasons.filter((reason, at) => reasons.indexOf(reason) !== at))];
}

function OutboxPager({ next }: { next: string | null }) {
	const [query] = useSearchParams();
	const older = new URLSearchParams(query);
	if (next) older.set("after", next);
	const newest = new URLSearchParams(query);
	newest.delete("after");
	return (
		<Pager newer={query.has("after") ? `/outbox?${newest}` : null} older={next ? `/outbox?${older}` : null}>
			{query.has("after") ? "Older messages" : "Newest messages"}
		</Pager>
	);
}

function OutboxFilters({ state, channel }: { state: string | null; channel: string | null }) {
	const keep = { ...(state ? { state } : {}), ...(channel ? { channel } : {}) };
	const chips = [
		...(state
			? [{ label: `State is ${STATE_LABELS[state as keyof typeof STATE_LABELS]}`, without: address({ channel }) }]
			: []),
		...(channel ? [{ label: `Channel is ${CHANNEL_LABELS[channel]}`, without: address({ state }) }] : []),
	];
	return (
		<ListBar>
			<FilterChips chips={chips} clear="/outbox">
				<FilterForm action="/outbox">
					<Select
						label="State"
						empty="Any state"
						inputProps={{ name: "state", defaultValue: keep.state }}
						options={MESSAGE_STATES.map((value) => ({ value, label: STATE_LABELS[value] }))}
					/>
					<Select
						label="Channel"
						empty="Any channel"
						inputProps={{ name: "channel", defaultValue: keep.channel }}
						options={OUTBOX_CHANNELS.map((value) => ({ value, label: CHANNEL_LABELS[value] ?? value }))}
					/>
				</FilterForm>
			</FilterChips>
		</ListBar>
	);
}

function address(filters: Record<string, string | null>): string {
	const query = new URLSearchParams(Object.entries(filters).flatMap(([name, value]) => (value ? [[name, value]] : [])));
	return query.size > 0 ? `/outbox?${query}` : "/outbox";
}
