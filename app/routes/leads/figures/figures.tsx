import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { type FigureLine, getFigures } from "#app/domain/leads/figures/figure-queries.ts";
import { figureRange } from "#app/domain/leads/figures/figure-range.ts";
import { page } from "#app/doors/page.ts";
import { formatDate, formatLength } from "#app/ui/format-time.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { countOf, formatCount } from "#app/ui/lists/count.tsx";
import { BarChart } from "./bar-chart.tsx";

export const meta = () => [{ title: "Lead figures · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "figures.view", async (ctx, member) => {
		const query = new URL(args.request.url).searchParams;
		const zone = member.org.timeZone;
		const range = figureRange({ from: query.get("from"), to: query.get("to") }, zone, ctx.now);
		return { from: range.from, to: range.to, zone, figures: await getFigures(ctx, range) };
	});

export default function FiguresPage() {
	const { from, to, zone, figures } = useLoaderData<typeof loader>();
	const { total, states, locations, touches, channels, variants, providers } = figures;
	return (
		<Page
			title="Lead figures"
			crumbs={[{ label: "Leads", href: "/leads" }]}
			search={null}
			actions={
				<ButtonLink to={`/leads/figures.csv?from=${from}&to=${to}`} icon="download" download>
					Download CSV
				</ButtonLink>
			}
		>
			<Form discover="none" method="get" action="/leads/figures" className="figure-range">
				<TextInput label="From" inputProps={{ name: "from", type: "date", defaultValue: from, key: `from ${from}` }} />
				<TextInput label="To" inputProps={{ name: "to", type: "date", defaultValue: to, key: `to ${to}` }} />
				<SubmitButton tone="plain">Show range</SubmitButton>
			</Form>
			<p className="muted">
				{countOf(total.count, "lead")} arrived from {formatDate(from)} to {formatDate(to)}, days in {zone}.
			</p>
			<Section title={stateFinding(states, total.count)}>
				<BarChart label="Leads by state" bars={states.map(({ label, count }) => ({ label, value: count }))} />
			</Section>
			<Section title={responseFinding(total)}>
				<Lines name="Location" lines={[...locations, ...(locations.length > 1 ? [total] : [])]} times />
			</Section>
			<Section title={bestFinding("touch", touches)}>
				<Lines name="Touch" lines={touches} counted="Sent" />
			</Section>
			<Section title={bestFinding("channel", channels)}>
				<Lines name="Channel" lines={channels} counted="Sent" />
			</Section>
			<Section title={bestFinding("wording", variants)}>
				<Lines name="Wording" lines={variants} counted="Sent" />
			</Section>
			<Section title={providers.length === 0 ? "No chat was answered yet" : "Bookings by who answered the chat"}>
				<Lines name="Answered by" lines={providers} counted="Chats" />
			</Section>
		</Page>
	);
}

type LinesProps = { name: string; lines: readonly FigureLine[]; counted?: string; times?: boolean };

function Lines({ name, lines, counted = "Leads", times = false }: LinesProps) {
	if (lines.length === 0) return <p className="muted">Nothing in this range.</p>;
	return (
		<table className="table">
			<caption className="hidden-text">By {name.toLowerCase()}</caption>
			<thead>
				<tr>
					<th scope="col">{name}</th>
					<th scope="col" className="end">
						{counted}
					</th>
					<th scope="col" className="end">
						Replied
					</th>
					<th scope="col" className="end">
						Booked
					</th>
					{times && (
						<>
							<th scope="col" className="end phone-off">
								First response, median
							</th>
							<th scope="col" className="end phone-off">
								90 % within
							</th>
						</>
					)}
				</tr>
			</thead>
			<tbody>
				{lines.map((line) => (
					<Line key={line.label} {...{ line, counted, times }} />
				))}
			</tbody>
		</table>
	);
}

type LineProps = { line: FigureLine; counted: string; times: boolean };

function Line({ line, counted, times }: LineProps) {
	return (
		<tr>
			<th scope="row">{line.label}</th>
			<td className="end" data-label={counted}>
				{formatCount(line.count)}
			</td>
			<td className="end" data-label="Replied">
				{rate(line.replied, line.count)}
			</td>
			<td className="end" data-label="Booked">
				{rate(line.booked, line.count)}
			</td>
			{times && (
				<>
					<td className="end phone-off">{length(line.medianMs)}</td>
					<td className="end phone-off">{length(line.p90Ms)}</td>
				</>
			)}
		</tr>
	);
}

function rate(part: number, whole: number): string {
	return whole === 0 ? "–" : `${((part / whole) * 100).toFixed(part > 0 && part * 10 < whole ? 1 : 0)} %`;
}

function length(ms: number | null | undefined): string {
	return ms === null || ms === undefined ? "–" : formatLength(ms);
}

function stateFinding(states: readonly { label: string; count: number }[], total: number): string {
	const most = [...states].sort((a, b) => b.count - a.count)[0];
	if (!most || total === 0) return "No leads in this range";
	return `${rate(most.count, total)} of the leads are ${most.label.toLowerCase()}`;
}

function responseFinding(total: FigureLine): string {
	const ms = total.medianMs;
	if (ms === null || ms === undefined) return "No lead was written to yet";
	return `Half of the leads hear from us within ${formatLength(ms)}, and ${rate(total.booked, total.count)} book`;
}

function bestFinding(noun: string, lines: readonly FigureLine[]): string {
	const best = [...lines].sort((a, b) => b.replied / b.count - a.replied / a.count)[0];
	if (!best) return `Replies by ${noun}`;
	if (best.replied === 0) return `No ${noun} has had a reply yet`;
	return `${best.label} gets the most replies: ${rate(best.replied, best.count)}`;
}
