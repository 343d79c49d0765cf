import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ACTOR_KINDS, type AuditFilters, readAuditFilters } from "#app/domain/events/audit-filters.ts";
import { type EventLine, listEvents } from "#app/domain/events/event-queries.ts";
import { sayChanges, sayEvent, sayValue } from "#app/domain/events/event-texts.ts";
import { listMembers } from "#app/domain/identity/members/member-queries.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { FilterChips, FilterForm, ListBar, Pager } from "#app/ui/lists/list-parts.tsx";
import { Badge } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { AuditTabs } from "./audit-tabs.tsx";
import { subjectPath } from "./subject-links.ts";

export const meta = () => [{ title: "Audit log · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "audit.view", async (ctx) => {
		const filters = readAuditFilters(new URL(args.request.url).searchParams);
		const { data, next } = await listEvents(ctx, filters);
		const members = await listMembers(ctx);
		return {
			filters,
			next,
			members: members.data.map(({ id, name }) => ({ id, name })),
			events: data.map(({ changes, data: more, ...event }) => ({
				...event,
				changes: sayChanges(changes),
				more: Object.entries(more).map(([field, value]) => `${field}: ${sayValue(value)}`),
			})),
		};
	});

type Line = Omit<EventLine, "changes" | "data" | "at"> & { at: Date | string; changes: string[]; more: string[] };

export default function Audit() {
	const { events, filters, members, next } = useLoaderData<typeof loader>();
	const { after: _, ...kept } = filters;
	const isFiltered = Object.values(kept).some(Boolean);
	return (
		<Page
			title="Audit log"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			width="edge"
			above={<AuditTabs current="events" />}
			actions={
				<>
					<ButtonLink to={`/audit/export${search({ ...kept, format: "json" })}`} download icon="download">
						JSON
					</ButtonLink>
					<ButtonLink to={`/audit/export${search({ ...kept, format: "csv" })}`} download icon="download">
						CSV
					</ButtonLink>
				</>
			}
		>
			<ListBar>
				<FilterChips chips={chipsOf(kept, members)} clear="/audit" />
				<Filters filters={kept} members={members} />
			</ListBar>
			{events.length === 0 ? (
				isFiltered ? (
					<EmptySearch clear="/audit" />
				) : (
					<EmptyState icon="activity" title="Nothing happened yet" text="Every change by anyone is written here." />
				)
			) : (
				<EventTable events={events} />
			)}
			<Pager
				newer={filters.after && `/audit${search(kept)}`}
				older={next && `/audit${search({ ...kept, after: next })}`}
			/>
		</Page>
	);
}

function EventTable({ events }: { events: readonly Line[] }) {
	return (
		<table className="table" data-links>
			<caption className="hidden-text">Events, newest first</caption>
			<thead>
				<tr>
					<th scope="col">What</th>
					<th scope="col">Who</th>
					<th scope="col">Before and after</th>
					<th scope="col" className="phone-off">
						From
					</th>
					<th scope="col" className="end">
						When
					</th>
				</tr>
			</thead>
			<tbody>
				{events.map((event) => (
					<tr key={event.id} id={event.id}>
						<th scope="row">
							<a href={`/audit${search({ name: event.name })}`}>{sayEvent(event.name)}</a>
							<small>
								<SubjectLink subject={event.subject} />
							</small>
						</th>
						<td>
							{event.actor.name}{" "}
							{event.actor.kind !== "member" && event.actor.name.toLowerCase() !== event.actor.kind && (
								<Badge>{event.actor.kind}</Badge>
							)}
						</td>
						<td>
							<Details event={event} />
						</td>
						<td className="phone-off">
							{event.ip ?? "inside"}
							<br />
							<small title={event.userAgent ?? undefined}>request {event.requestId.slice(-12)}</small>
						</td>
						<td className="end">
							<Time at={event.at} />
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function Details({ event }: { event: Line }) {
	const lines = [...event.changes, ...event.more];
	if (lines.length === 0) return null;
	return (
		<details>
			<summary>{lines[0]?.slice(0, 80)}</summary>
			<ul>
				{[...lines, `request: ${event.requestId}`, `browser: ${event.userAgent ?? "none"}`].map((line) => (
					<li key={line}>{line}</li>
				))}
			</ul>
		</details>
	);
}

function SubjectLink({ subject }: { subject: Line["subject"] }) {
	const path = subjectPath(subject);
	const words = `${subject.type} ${subject.id.slice(-6)}`;
	return path ? <a href={path}>{words}</a> : words;
}

type Kept = Omit<AuditFilters, "after">;
type Named = readonly { id: string; name: string }[];

function Filters({ filters, members }: { filters: Kept; members: Named }) {
	return (
		<FilterForm action="/audit">
			<Select
				label="Who"
				empty="Anyone"
				inputProps={{ name: "actor", defaultValue: filters.actor }}
				options={[
					...members.map(({ id, name }) => ({ value: id, label: name, group: "Members" })),
					...ACTOR_KINDS.map((kind) => ({ value: `kind:${kind}`, label: `Any ${kind}`, group: "Kinds" })),
				]}
			/>
			<TextInput label="Event" help="Such as lead.created" inputProps={{ name: "name", defaultValue: filters.name }} />
			<TextInput
				label="Subject"
				help="A type such as lead, or lead:id"
				inputProps={{ name: "subject", defaultValue: filters.subject }}
			/>
			<TextInput label="From (UTC day)" inputProps={{ name: "from", type: "date", defaultValue: filters.from }} />
			<TextInput label="To (UTC day)" inputProps={{ name: "to", type: "date", defaultValue: filters.to }} />
		</FilterForm>
	);
}

function chipsOf(filters: Kept, members: Named) {
	const who = members.find(({ id }) => id === filters.actor)?.name ?? filters.actor?.replace("kind:", "any ");
	const words: Record<keyof Kept, string> = {
		actor: `By ${who}`,
		name: `Event is ${filters.name}`,
		subject: `Subject is ${filters.subject}`,
		from: `From ${filters.from}`,
		to: `To ${filters.to}`,
	};
	return (Object.keys(words) as (keyof Kept)[])
		.filter((key) => filters[key])
		.map((key) => ({ label: words[key], without: `/audit${search({ ...filters, [key]: undefined })}` }));
}

function search(values: Record<string, string | undefined>): string {
	const params = new URLSearchParams(Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]));
	return params.size > 0 ? `?${params}` : "";
}
