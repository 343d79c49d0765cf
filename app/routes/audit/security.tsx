import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { zoneName } from "#app/base/words/clock-words.ts";
import { readAuditFilters } from "#app/domain/events/audit-filters.ts";
import { listSecurityEvents, type SecurityLine } from "#app/domain/events/event-queries.ts";
import { EVENT_NAMES } from "#app/domain/events/names.ts";
import { eventLabel, sayEvent, textOf } from "#app/domain/events/say-event.ts";
import { nameDevice } from "#app/domain/identity/sessions/user-agent.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { FilterChips, FilterForm, ListBar, Pager } from "#app/ui/lists/list-parts.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { AuditTabs } from "./audit-tabs.tsx";
import { EventTime } from "./event-time.tsx";

export const meta = () => [{ title: "Sign-ins and refusals · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "audit.view", async (ctx, member) => {
		const { name, from, to, after } = readAuditFilters(new URL(args.request.url).searchParams);
		const zone = member.timeZone;
		const { data, next } = await listSecurityEvents(ctx, { name, from, to, after }, zone);
		const reader = { names: {}, zone, currency: member.org.currency };
		const lines = data.map((line) => ({
			id: line.id,
			at: line.at,
			isRefusal: line.name.includes("refused"),
			ip: line.ip,
			device: nameDevice(line.userAgent),
			requestId: line.requestId,
			sentence: textOf(sayEvent(asEvent(line), reader)),
		}));
		return { lines, next, zone: zoneName(ctx.now, zone), filters: { name, from, to }, isLater: after !== undefined };
	});

/** Whoever it was is known by an address alone. */
function asEvent({ name, email, data }: SecurityLine) {
	const who = email ?? "Somebody";
	const nobody = { type: "person", id: "" };
	return { name, actor: { kind: "member", id: null, name: who }, subject: nobody, parent: null, changes: {}, data };
}

const NAMES = (Object.keys(EVENT_NAMES) as (keyof typeof EVENT_NAMES)[]).filter((name) =>
	/^(?:access|api-key\.refused|audit|email|name|organisation\.entered|password|session|sign-)/.test(name),
);

export default function SecurityEvents() {
	const { lines, next, filters, isLater } = useLoaderData<typeof loader>();
	useLiveRefresh(["security-events"]);
	return (
		<Page
			title="Audit log"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			width="edge"
			above={<AuditTabs current="security" />}
		>
			<Filters />
			{lines.length === 0 ? (
				<EmptyState
					icon="lock"
					title="Nothing here"
					text="Sign-ins, refusals, changed passwords and copies taken of the log are kept for a year."
				/>
			) : (
				<Lines />
			)}
			<Pager
				newer={isLater ? `/audit/security${search(filters)}` : null}
				older={next && `/audit/security${search({ ...filters, after: next })}`}
			/>
		</Page>
	);
}

function Filters() {
	const { filters, zone } = useLoaderData<typeof loader>();
	const words = {
		name: `Event: ${eventLabel(filters.name ?? "")}`,
		from: `From ${filters.from ? formatDate(filters.from) : ""} (${zone})`,
		to: `To ${filters.to ? formatDate(filters.to) : ""} (${zone})`,
	};
	const chips = (["name", "from", "to"] as const)
		.filter((key) => filters[key])
		.map((key) => ({ label: words[key], without: `/audit/security${search({ ...filters, [key]: undefined })}` }));
	return (
		<ListBar>
			<FilterChips chips={chips} clear="/audit/security" />
			<FilterForm action="/audit/security">
				<Select
					label="Event"
					empty="Any event"
					inputProps={{ name: "name", defaultValue: filters.name }}
					options={NAMES.map((name) => ({ value: name, label: eventLabel(name) }))}
				/>
				<TextInput
					label="From"
					help={`Your days, in ${zone}`}
					inputProps={{ name: "from", type: "date", defaultValue: filters.from }}
				/>
				<TextInput label="To" inputProps={{ name: "to", type: "date", defaultValue: filters.to }} />
			</FilterForm>
		</ListBar>
	);
}

function Lines() {
	const { lines } = useLoaderData<typeof loader>();
	return (
		<table className="table">
			<caption className="hidden-text">Sign-ins and refusals, newest first</caption>
			<thead>
				<tr>
					<th scope="col">What happened</th>
					<th scope="col">From</th>
					<th scope="col" className="end">
						When
					</th>
				</tr>
			</thead>
			<tbody>
				{lines.map((line) => (
					<tr key={line.id}>
						<th scope="row" className="event-cell">
							<Status tone={line.isRefusal ? "bad" : "good"}>{line.sentence}</Status>
						</th>
						<td>
							{line.ip ?? "unknown"}
							<small title={`Request ${line.requestId}`}> {line.device}</small>
						</td>
						<td className="end">
							<EventTime at={line.at} />
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function search(values: Record<string, string | undefined>): string {
	const params = new URLSearchParams(Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]));
	return params.size > 0 ? `?${params}` : "";
}
