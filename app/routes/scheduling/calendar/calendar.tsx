import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readDate } from "#app/base/time.ts";
import { getCalendar } from "#app/domain/scheduling/calendar/calendar-queries.ts";
import { ORIGIN_LABELS, STATE_LABELS } from "#app/domain/scheduling/schema.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { formatClock, formatDate, zoneName } from "#app/ui/format-time.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { FilterChips, FilterForm, ListBar } from "#app/ui/lists/list-parts.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Badge, Status } from "#app/ui/signs/badge.tsx";
import { STATE_TONES } from "./appointment-tones.ts";

export const meta = () => [{ title: "Calendar · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "appointments.view", async (ctx) => {
		const asked = new URL(args.request.url).searchParams;
		const view: "day" | "week" = asked.get("view") === "week" ? "week" : "day";
		const filter = {
			locationId: asked.get("location") || undefined,
			date: readDate(asked.get("date")),
			view,
			cancelled: asked.get("cancelled") === "yes",
		};
		return { filter, ...(await getCalendar(ctx, filter)) };
	});

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

export default function CalendarPage() {
	const data = useLoaderData<typeof loader>();
	const { locations, filter, days, before, after, today, date } = data;
	useLiveRefresh(["appointments"]);
	const chosen = locations.find(({ id }) => id === filter.locationId);
	const chips = [
		...(chosen ? [{ label: `Location is ${chosen.name}`, without: address(data, { location: "" }) }] : []),
		...(filter.cancelled ? [{ label: "Cancelled ones too", without: address(data, { cancelled: "" }) }] : []),
	];
	return (
		<Page
			title="Calendar"
			actions={
				<ButtonLink to={`/calendar/new${chosen ? `?location=${chosen.id}` : ""}`} tone="primary" icon="plus">
					Book appointment
				</ButtonLink>
			}
		>
			<ListBar>
				<div className="cluster">
					<ButtonLink small to={address(data, { date: before })} icon="arrow-left">
						Before
					</ButtonLink>
					<ButtonLink small to={address(data, { date: "" })}>
						Today
					</ButtonLink>
					<ButtonLink small to={address(data, { date: after })} icon="arrow-right">
						After
					</ButtonLink>
					<ButtonLink small to={address(data, { view: filter.view === "week" ? "" : "week" })}>
						{filter.view === "week" ? "One day" : "Whole week"}
					</ButtonLink>
				</div>
				<FilterChips chips={chips} clear="/calendar" />
				<FilterForm action="/calendar" keep={filter.view === "week" ? { view: "week" } : {}}>
					<Select
						label="Location"
						empty="Every location"
						inputProps={{ name: "location", defaultValue: filter.locationId ?? "" }}
						options={locations.map(({ id, name }) => ({ value: id, label: name }))}
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
			</ListBar>
			{locations.length === 0 ? (
				<EmptyState
					icon="calendar"
					title="No locations yet"
					text="Appointments take place at a location, in its hours."
				>
					<ButtonLink to="/settings/locations/new" tone="primary">
						Add location
					</ButtonLink>
				</EmptyState>
			) : (
				days.map((day) => <Day key={day.date} day={day} today={today} />)
			)}
		</Page>
	);
}

function Day({ day, today }: { day: Data["days"][number]; today: string }) {
	const title = `${formatDate(day.date)}${day.date === today ? ", today" : ""}`;
	return (
		<Section title={title}>
			{day.places.every((place) => place.entries.length === 0) && (
				<p className="muted">Nothing is booked on this day.</p>
			)}
			{day.places.map(
				(place) =>
					place.entries.length > 0 && (
						<Table
							key={place.id}
							caption={`${place.name}, times in ${zoneName(place.entries[0]!.startsAt, place.zone)}`}
							rows={place.entries}
							rowKey={(entry) => entry.id}
							name={{ label: place.name, name: (entry) => entry.title, href: (entry) => `/calendar/${entry.id}` }}
							columns={[
								{
									id: "time",
									label: `Time (${zoneName(place.entries[0]!.startsAt, place.zone)})`,
									cell: (entry) => (
										<time dateTime={entry.startsAt.toISOString()}>
											{formatClock(entry.startsAt, place.zone)} – {formatClock(entry.endsAt, place.zone)}
										</time>
									),
								},
								{ id: "who", label: "Who", cell: (entry) => entry.who || "–" },
								{
									id: "bay",
									label: "Place",
									phone: false,
									cell: (entry) => (entry.bay === null ? <Badge tone="bad">No place free</Badge> : entry.bay),
								},
								{ id: "origin", label: "From", phone: false, cell: (entry) => ORIGIN_LABELS[entry.origin] },
								{
									id: "state",
									label: "State",
									cell: (entry) => <Status tone={STATE_TONES[entry.state]}>{STATE_LABELS[entry.state]}</Status>,
								},
							]}
						/>
					),
			)}
		</Section>
	);
}

/** The address of this calendar, changed where `change` says; an empty text leaves a part out. */
function address({ filter }: Data, change: Record<string, string>): string {
	const parts: Record<string, string | undefined> = {
		location: filter.locationId,
		date: filter.date,
		view: filter.view === "week" ? "week" : undefined,
		cancelled: filter.cancelled ? "yes" : undefined,
		...change,
	};
	const query = new URLSearchParams(Object.entries(parts).filter((pair): pair is [string, string] => Boolean(pair[1])));
	return `/calendar?${query}`;
}
