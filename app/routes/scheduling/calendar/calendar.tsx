import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readDate } from "#app/base/time.ts";
import { can } from "#app/domain/identity/policy.ts";
import { getCalendar } from "#app/domain/scheduling/calendar/calendar-queries.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { formatDate, zoneName } from "#app/ui/format-time.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { FilterChips, FilterForm, ListBar } from "#app/ui/lists/list-parts.tsx";
import { CalendarGrid } from "./calendar-grid.tsx";

export const meta = () => [{ title: "Calendar · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "appointments.view", async (ctx) => {
		const asked = new URL(args.request.url).searchParams;
		const view = viewOf(asked.get("view"), args.request);
		// The filter's one list holds both kinds; links name the kind.
		const [kind, id] = (asked.get("with") ?? "").split(" ");
		const filter = {
			locationId: (kind === "location" ? id : asked.get("location")) || undefined,
			memberId: (kind === "member" ? id : asked.get("member")) || undefined,
			date: readDate(asked.get("date")),
			view,
			cancelled: asked.get("cancelled") === "yes",
		};
		return { filter, mayBook: can(ctx.actor, "appointments.book"), ...(await getCalendar(ctx, filter)) };
	});

/** A week, unless a day is asked for; who looks from a phone and asks for neither gets the day. */
function viewOf(asked: string | null, request: Request): "day" | "week" {
	if (asked === "day" || asked === "week") return asked;
	return /Mobi/.test(request.headers.get("user-agent") ?? "") ? "day" : "week";
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

export default function CalendarPage() {
	const data = useLoaderData<typeof loader>();
	const { hosts, filter, mayBook } = data;
	useLiveRefresh(["appointments"]);
	const chosen = hosts.find(({ id }) => id === (filter.locationId ?? filter.memberId));
	return (
		<Page
			title="Calendar"
			actions={
				mayBook && (
					<ButtonLink to={`/calendar/new${chosen ? `?${chosen.kind}=${chosen.id}` : ""}`} tone="primary" icon="plus">
						Book appointment
					</ButtonLink>
				)
			}
			above={
				<Tabs
					label="Views"
					tabs={[
						{ label: "Week", href: address(data, { view: "week" }), current: filter.view === "week" },
						{ label: "Day", href: address(data, { view: "day" }), current: filter.view === "day" },
						{ label: "To come", href: "/calendar/coming", current: false },
					]}
				/>
			}
			width="edge"
		>
			<Bar data={data} chosen={chosen} />
			{hosts.length === 0 ? (
				<EmptyState
					icon="calendar"
					title="Nothing to book yet"
					text="Appointments take place at a location in its hours, or with a member in theirs."
				>
					<ButtonLink to="/settings/locations/new" tone="primary">
						Add location
					</ButtonLink>
					<ButtonLink to="/settings/hours">Set your hours</ButtonLink>
				</EmptyState>
			) : (
				<CalendarGrid
					calendar={data}
					dayAddress={(date) => address(data, { view: "day", date })}
					several={!chosen && hosts.length > 1}
				/>
			)}
		</Page>
	);
}

type Host = Data["hosts"][number];

/** Which days, whose, on which clocks; and the links to the days before and after. */
function Bar({ data, chosen }: { data: Data; chosen: Host | undefined }) {
	const { filter, before, after, today, hosts, days, zone } = data;
	const step = filter.view === "week" ? "week" : "day";
	const chips = [
		...(chosen ? [{ label: `Of ${chosen.name}`, without: address(data, { location: "", member: "" }) }] : []),
		...(filter.cancelled ? [{ label: "Cancelled ones too", without: address(data, { cancelled: "" }) }] : []),
	];
	const clocks = zone === null ? "Times on each one’s own clocks" : `Times in ${zoneName(noonOf(days[0]!.date), zone)}`;
	return (
		<>
			<ListBar>
				<nav className="cluster" aria-label="Other days">
					<ButtonLink small to={address(data, { date: before })} icon="arrow-left">
						Previous {step}
					</ButtonLink>
					<ButtonLink small to={`${address(data, { date: "" })}#day-${today}`}>
						Today
					</ButtonLink>
					<ButtonLink small to={address(data, { date: after })} icon="arrow-right">
						Next {step}
					</ButtonLink>
				</nav>
				<FilterChips chips={chips} clear={address(data, { location: "", member: "", cancelled: "" })} />
				<Filters data={data} chosen={chosen} />
			</ListBar>
			<p className="cal-span">
				<strong>{spanOf(days)}</strong> <span className="muted">{hosts.length > 0 && clocks}</span>
			</p>
		</>
	);
}

function Filters({ data: { filter, hosts, date }, chosen }: { data: Data; chosen: Host | undefined }) {
	return (
		<FilterForm action="/calendar" keep={{ view: filter.view }}>
			<Select
				label="Whose"
				empty="Everybody"
				inputProps={{ name: "with", defaultValue: chosen ? `${chosen.kind} ${chosen.id}` : "" }}
				options={hosts.map(({ kind, id, name }) => ({
					value: `${kind} ${id}`,
					label: name,
					group: kind === "location" ? "Locations" : "People",
				}))}
			/>
			<TextInput label="Day" inputProps={{ name: "date", type: "date", defaultValue: date }} />
			<Select
				label="Cancelled"
				inputProps={{ name: "cancelled", defaultValue: filter.cancelled ? "yes" : "" }}
				options={[
					{ value: "", label: "Leave out" },
					{ value: "yes", label: "Show" },
				]}
			/>
		</FilterForm>
	);
}

/** "Mon 16 Nov 2026 – Sun 22 Nov 2026", or the one day. */
function spanOf(days: Data["days"]): string {
	const [first, last] = [days[0]!.date, days.at(-1)!.date];
	return first === last ? formatDate(first) : `${formatDate(first)} – ${formatDate(last)}`;
}

const noonOf = (date: string) => `${date}T12:00:00Z`;

/** The address of this calendar, changed where `change` says; an empty text leaves a part out. */
function address({ filter }: Data, change: Record<string, string>): string {
	const parts: Record<string, string | undefined> = {
		location: filter.locationId,
		member: filter.memberId,
		date: filter.date,
		view: filter.view,
		cancelled: filter.cancelled ? "yes" : undefined,
		...change,
	};
	const query = new URLSearchParams(Object.entries(parts).filter((pair): pair is [string, string] => Boolean(pair[1])));
	return `/calendar?${query}`;
}
