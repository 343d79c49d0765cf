import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { newId } from "#app/base/ids.ts";
import { dateAt } from "#app/base/time.ts";
import { listActivity } from "#app/domain/analytics/dashboard/activity-queries.ts";
import { getToday, type Today } from "#app/domain/analytics/today-queries.ts";
import { sayEvent } from "#app/domain/events/say-event.ts";
import { can } from "#app/domain/identity/policy.ts";
import { page } from "#app/doors/page.ts";
import { AskForm } from "#app/routes/assistant/thread-form.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { formatClock, zoneName } from "#app/ui/format-time.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { useMoment } from "#app/ui/signs/moment.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { Side } from "./day-figures.tsx";
import { DayTabs } from "./day-tabs.tsx";
import { Queue } from "./today-queue.tsx";
import { Approvals, Waiting } from "./today-waiting.tsx";

export const meta = () => [{ title: "Today · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "leads.view", async (ctx, member) => {
		const address = new URL(args.request.url).searchParams;
		const closed = address.get("closed") ?? undefined;
		const everybody = address.get("tasks") === "all";
		const { events, names } = await listActivity(ctx);
		const reader = { names, zone: member.timeZone, currency: member.org.currency };
		return {
			...(await getToday(ctx, closed, { everybody, today: dateAt(ctx.now.getTime(), member.timeZone) })),
			everybody,
			activity: events.map((event) => ({ id: event.id, at: event.at, sentence: sayEvent(event, reader) })),
			canEdit: can(ctx.actor, "tasks.edit"),
			currency: member.org.currency,
			key: newId(),
		};
	});

export default function TodayPage() {
	const shown = useLoaderData<typeof loader>();
	const { counts, approvals, appointments, tasks, canEdit, figures, activity, currency, key, everybody } = shown;
	useLiveRefresh(["leads", "messages", "appointments", "tasks", "conversations", "contacts", "deals", "approvals"]);
	return (
		<Page
			title="Today"
			above={<DayTabs current="today" />}
			side={<Side figures={figures} activity={activity} currency={currency} />}
		>
			<Waiting counts={counts} hasApprovals={approvals.length > 0} />
			<AskForm action="/assistant" keyed={key} typed="" errors={[]} label="Ask the assistant" />
			<Suggestions counts={counts} />
			{approvals.length > 0 && <Approvals rows={approvals} />}
			<Section title="Next appointments">
				<Appointments rows={appointments} />
			</Section>
			<Queue counts={counts} tasks={tasks} canEdit={canEdit} everybody={everybody} />
		</Page>
	);
}

/** What one might ask now. */
function Suggestions({ counts }: { counts: Today["counts"] }) {
	const prompts = [
		counts.newLeads > 0 ? "Show pending intakes" : "Which deals are open?",
		"What is due today?",
		"Appointments this week",
	];
	return (
		<ul className="prompts" aria-label="Suggestions">
			{prompts.map((prompt) => (
				<li key={prompt}>
					<Link to={`/assistant?${new URLSearchParams({ ask: prompt })}`} discover="none">
						{prompt}
					</Link>
				</li>
			))}
		</ul>
	);
}

function Appointments({ rows }: { rows: Today["appointments"] }) {
	if (rows.length === 0) return <p className="muted">Nothing is booked for today or tomorrow.</p>;
	return (
		<Table
			caption="Next appointments"
			rows={rows}
			rowKey={(row) => row.id}
			name={{
				label: "Customer",
				name: (row) => row.customer || row.title,
				href: (row) => `/calendar/${row.id}`,
				note: (row) => row.title,
			}}
			columns={[
				{ id: "where", label: "With", phone: false, cell: (row) => row.location },
				{ id: "when", label: "When", end: true, cell: (row) => <When {...row} /> },
			]}
		/>
	);
}

/** When it is on the reader's own clock, as the whole page is; and on the clock of where it takes place, if that differs. */
function When({ startsAt, zone }: Today["appointments"][number]) {
	const own = useMoment().zone;
	const there = `${formatClock(startsAt, zone)} ${zoneName(startsAt, zone)}`;
	const isOther = there !== `${formatClock(startsAt, own)} ${zoneName(startsAt, own)}`;
	return (
		<>
			<Time at={startsAt} as="exact" />
			{isOther && <small className="muted"> {there} there</small>}
		</>
	);
}
