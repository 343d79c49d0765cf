import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listComing } from "#app/domain/scheduling/calendar/coming-queries.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { formatClock, zoneName } from "#app/ui/format-time.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { Count } from "#app/ui/lists/count.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Appointments to come · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "appointments.view", async (ctx) => {
		const after = new URL(args.request.url).searchParams.get("after") ?? undefined;
		return { after, ...(await listComing(ctx, after)) };
	});

/** Every appointment to come as one list, the next first: what Today counts. */
export default function CalendarComing() {
	const { data, count, next, after } = useLoaderData<typeof loader>();
	useLiveRefresh(["appointments"]);
	return (
		<Page
			title="Appointments to come"
			crumbs={[{ label: "Calendar", href: "/calendar" }]}
			above={
				<Tabs
					label="Views"
					tabs={[
						{ label: "Week", href: "/calendar?view=week", current: false },
						{ label: "Day", href: "/calendar?view=day", current: false },
						{ label: "To come", href: "/calendar/coming", current: true },
					]}
				/>
			}
			width="edge"
		>
			{data.length === 0 ? (
				<EmptyState
					icon="calendar"
					title="Nothing is to come"
					text="Appointments that are booked stand here, the next first."
				/>
			) : (
				<Table
					caption="Appointments to come"
					rows={data}
					rowKey={({ id }) => id}
					name={{
						label: "Customer",
						name: ({ customer, title }) => customer || title,
						href: ({ id }) => `/calendar/${id}`,
						note: ({ title }) => title,
					}}
					columns={[
						{ id: "where", label: "With", phone: false, cell: ({ place }) => place },
						{ id: "when", label: "When", end: true, cell: ({ startsAt }) => <Time at={startsAt} as="exact" /> },
						{
							id: "there",
							label: "There",
							phone: false,
							end: true,
							cell: ({ startsAt, zone }) => `${formatClock(startsAt, zone)} ${zoneName(startsAt, zone)}`,
						},
					]}
				/>
			)}
			<Pager
				labels={["To the first", "Later"]}
				newer={after ? "/calendar/coming" : null}
				older={next && `/calendar/coming?${new URLSearchParams({ after: next })}`}
			>
				<Count {...count} /> to come
			</Pager>
		</Page>
	);
}
