import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { zoneName } from "#app/base/words/clock-words.ts";
import { ACTOR_KINDS, type AuditFilters, readAuditFilters } from "#app/domain/events/audit-filters.ts";
import { authorOf } from "#app/domain/events/author.ts";
import { detailsOf } from "#app/domain/events/event-details.ts";
import { listEvents } from "#app/domain/events/event-queries.ts";
import { ACTOR_LABELS, actorLabel, SUBJECT_LABELS } from "#app/domain/events/labels.ts";
import { EVENT_NAMES } from "#app/domain/events/names.ts";
import { eventLabel, sayEvent } from "#app/domain/events/say-event.ts";
import { nameSubjects } from "#app/domain/events/subject-names.ts";
import { listMembers } from "#app/domain/identity/members/member-queries.ts";
import { nameDevice } from "#app/domain/identity/sessions/user-agent.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { formatDate } from "#app/ui/format-time.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { FilterChips, FilterForm, ListBar, Pager } from "#app/ui/lists/list-parts.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { AuditTabs } from "./audit-tabs.tsx";
import { EventDetails, EventSentence } from "./event-sentence.tsx";
import { EventTime } from "./event-time.tsx";
import { subjectPath } from "./subject-links.ts";

export const meta = () => [{ title: "Audit log · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "audit.view", async (ctx, member) => {
		const filters = readAuditFilters(new URL(args.request.url).searchParams);
		const zone = member.timeZone;
		const { data, next } = await listEvents(ctx, filters, undefined, zone);
		const members = await listMembers(ctx);
		const reader = { names: await nameSubjects(ctx, data), zone, currency: member.org.currency };
		return {
			filters,
			next,
			zone: zoneName(ctx.now, zone),
			members: members.data.map(({ id, name }) => ({ id, name })),
			events: data.map(({ id, at, actor, subject, ip, requestId, userAgent, ...event }) => ({
				id,
				at,
				by: actorLabel(authorOf({ actor, ...event })),
				subject,
				ip,
				requestId,
				device: userAgent ? nameDevice(userAgent) : null,
				sentence: sayEvent({ actor, subject, ...event }, reader),
				details: detailsOf({ id, at, actor, subject, ip, requestId, userAgent, ...event }, reader),
			})),
		};
	});

type Line = ReturnType<typeof useLoaderData<typeof loader>>["events"][number];

export default function Audit() {
	const { events, filters, members, next, zone } = useLoaderData<typeof loader>();
	const { after: _, ...kept } = filters;
	useLiveRefresh(["events"]);
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
				<FilterChips chips={chipsOf(kept, members, zone)} clear="/audit" />
				<Filters filters={kept} members={members} zone={zone} />
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
					<th scope="col">What happened</th>
					<th scope="col" className="phone-off">
						By
					</th>
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
						<th scope="row" className="event-cell">
							<EventSentence pieces={event.sentence} />
							<More event={event} />
						</th>
						<td className="phone-off">{event.by}</td>
						<td className="phone-off">{event.ip ?? "inside"}</td>
						<td className="end">
							<EventTime at={event.at} />
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function More({ event }: { event: Line }) {
	const { details, subject } = event;
	const path = subjectPath(subject);
	return (
		<details>
			<summary>Details</summary>
			{details.length > 0 && <EventDetails details={details} />}
			<ul className="event-details">
				<li>
					<Time at={event.at} as="exact" />
				</li>
				<li>Browser: {event.device ?? "none"}</li>
				<li>Request {event.requestId}</li>
				{path && (
					<li>
						<a href={path}>Open {SUBJECT_LABELS[subject.type] ?? subject.type}</a>
					</li>
				)}
				<li>
					<a href={`/audit${search({ subject: `${subject.type}:${subject.id}` })}`}>All events of this</a>
				</li>
			</ul>
		</details>
	);
}

type Kept = Omit<AuditFilters, "after">;
type Named = readonly { id: string; name: string }[];

function Filters({ filters, members, zone }: { filters: Kept; members: Named; zone: string }) {
	const [type, id] = filters.subject?.split(":") ?? [];
	return (
		<FilterForm action="/audit" keep={id && filters.subject ? { subject: filters.subject } : {}}>
			<Select
				label="Who"
				empty="Anyone"
				inputProps={{ name: "actor", defaultValue: filters.actor }}
				options={[
					...members.map(({ id, name }) => ({ value: id, label: name, group: "Members" })),
					...ACTOR_KINDS.map((kind) => ({ value: `kind:${kind}`, label: `Any ${ACTOR_LABELS[kind]}`, group: "Kinds" })),
				]}
			/>
			<Select
				label="Event"
				empty="Any event"
				inputProps={{ name: "name", defaultValue: filters.name }}
				options={Object.keys(EVENT_NAMES).map((name) => ({ value: name, label: eventLabel(name) }))}
			/>
			{!id && (
				<Select
					label="About"
					empty="Anything"
					inputProps={{ name: "subject", defaultValue: type }}
					options={Object.entries(SUBJECT_LABELS).map(([value, label]) => ({ value, label }))}
				/>
			)}
			<TextInput
				label="From"
				help={`Your days, in ${zone}`}
				inputProps={{ name: "from", type: "date", defaultValue: filters.from }}
			/>
			<TextInput label="To" inputProps={{ name: "to", type: "date", defaultValue: filters.to }} />
		</FilterForm>
	);
}

function chipsOf(filters: Kept, members: Named, zone: string) {
	const kind = filters.actor?.startsWith("kind:") ? filters.actor.slice(5) : undefined;
	const who = kind ? `any ${ACTOR_LABELS[kind] ?? kind}` : members.find(({ id }) => id === filters.actor)?.name;
	const [type = "", id] = filters.subject?.split(":") ?? [];
	const label = SUBJECT_LABELS[type] ?? type;
	const day = (date: string | undefined) => (date ? `${formatDate(date)} (${zone})` : "");
	const words: Record<keyof Kept, string> = {
		actor: `By ${who ?? "one of the others"}`,
		name: `Event: ${eventLabel(filters.name ?? "")}`,
		subject: id ? `About one ${label}` : `About: ${label}`,
		from: `From ${day(filters.from)}`,
		to: `To ${day(filters.to)}`,
	};
	return (Object.keys(words) as (keyof Kept)[])
		.filter((key) => filters[key])
		.map((key) => ({ label: words[key], without: `/audit${search({ ...filters, [key]: undefined })}` }));
}

function search(values: Record<string, string | undefined>): string {
	const params = new URLSearchParams(Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]));
	return params.size > 0 ? `?${params}` : "";
}
