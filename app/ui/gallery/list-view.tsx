import { Button, ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { SavedViewTabs } from "#app/ui/frame/tabs.tsx";
import { BulkBar, FilterChips, FilterForm, ListBar, Pager, Selection } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Money } from "#app/ui/signs/money.tsx";
import { Flash } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { type Lead, leads } from "./samples.ts";

const columns: Column<Lead>[] = [
	{ id: "state", label: "State", cell: (lead) => <Status tone={lead.tone}>{lead.state}</Status> },
	{ id: "work", label: "Work", phone: false, cell: (lead) => lead.vehicle },
	{ id: "place", label: "Location", phone: false, cell: (lead) => lead.place },
	{ id: "value", label: "Estimate", end: true, cell: (lead) => <Money minor={lead.value} currency="USD" /> },
	{
		id: "at",
		label: "Last touch",
		end: true,
		sort: { href: "?sort=at", now: "descending" },
		cell: (lead) => <Time at={lead.at} />,
	},
];

/** A list as people live in it: views, filters, fifty rows, a selection, a pager. */
export function ListView() {
	return (
		<Page
			title="Leads"
			count={{ value: 10_000, over: true }}
			width="edge"
			search={{ action: "/leads", label: "Search leads", keep: { state: "new" } }}
			actions={
				<ButtonLink to="/leads/new" tone="primary" icon="plus">
					Add lead
				</ButtonLink>
			}
			above={<Above />}
		>
			<Bar />
			<Selection>
				<Table
					caption="Leads, newest touch first"
					rows={leads(50)}
					rowKey={(lead) => lead.id}
					select={{ form: "bulk" }}
					name={{ label: "Name", name: (lead) => lead.name, href: (lead) => `/leads/${lead.id}` }}
					columns={columns}
				/>
				<BulkBar form="bulk" action="/leads/bulk" all={{ value: 10_000, over: true, token: "all" }}>
					<SubmitButton tone="plain" name="act" value="assign">
						Assign
					</SubmitButton>
					<Button icon="tag">Tag</Button>
					<SubmitButton tone="danger" name="act" value="delete" icon="trash">
						Delete
					</SubmitButton>
				</BulkBar>
			</Selection>
			<Pager newer="?before=a" older="?after=b">
				50 of 10,000+
			</Pager>
		</Page>
	);
}

function Above() {
	return (
		<>
			<Flash message="Ana María Díaz was moved to the trash.">
				<SubmitButton tone="quiet" small icon="undo" form="none">
					Undo
				</SubmitButton>
			</Flash>
			<SavedViewTabs
				save="/views/new"
				views={[
					{ label: "All", href: "?view=all", current: true },
					{ label: "Need an answer", href: "?view=answer", count: { value: 14 } },
					{ label: "Booked this week", href: "?view=booked", count: { value: 182 } },
				]}
			/>
		</>
	);
}

function Bar() {
	return (
		<ListBar>
			<FilterChips
				chips={[
					{ label: "Location is Oakland", without: "?" },
					{ label: "Touched in the last 30 days", without: "?a" },
				]}
				clear="/leads"
			/>
			<FilterForm action="/leads">
				<Select
					label="State"
					empty="Any state"
					inputProps={{ name: "state" }}
					options={[
						{ value: "new", label: "New" },
						{ value: "booked", label: "Booked" },
					]}
				/>
			</FilterForm>
		</ListBar>
	);
}
