import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readAuditFilters } from "#app/domain/events/audit-filters.ts";
import { listSecurityEvents } from "#app/domain/events/event-queries.ts";
import { sayEvent, sayValue } from "#app/domain/events/event-texts.ts";
import { nameDevice } from "#app/domain/identity/sessions/user-agent.ts";
import { page } from "#app/doors/page.ts";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { FilterChips, FilterForm, ListBar, Pager } from "#app/ui/lists/list-parts.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { AuditTabs } from "./audit-tabs.tsx";

export const meta = () => [{ title: "Sign-ins and refusals · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "audit.view", async (ctx) => {
		const { name, from, to, after } = readAuditFilters(new URL(args.request.url).searchParams);
		const { data, next } = await listSecurityEvents(ctx, { name, from, to, after });
		const lines = data.map(({ userAgent, data: more, ...line }) => ({
			...line,
			device: nameDevice(userAgent),
			more: Object.entries(more).map(([field, value]) => `${field}: ${sayValue(value)}`),
		}));
		return { lines, next, filters: { name, from, to }, isLater: after !== undefined };
	});

export default function SecurityEvents() {
	const { lines, next, filters, isLater } = useLoaderData<typeof loader>();
	const chips = Object.entries(filters).flatMap(([key, value]) =>
		value ? [{ label: `${key}: ${value}`, without: `/audit/security${search({ ...filters, [key]: undefined })}` }] : [],
	);
	return (
		<Page
			title="Audit log"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			width="edge"
			above={<AuditTabs current="security" />}
		>
			<ListBar>
				<FilterChips chips={chips} clear="/audit/security" />
				<FilterForm action="/audit/security">
					<TextInput
						label="Event"
						help="Such as sign-in.refused"
						inputProps={{ name: "name", defaultValue: filters.name }}
					/>
					<TextInput label="From (UTC day)" inputProps={{ name: "from", type: "date", defaultValue: filters.from }} />
					<TextInput label="To (UTC day)" inputProps={{ name: "to", type: "date", defaultValue: filters.to }} />
				</FilterForm>
			</ListBar>
			{lines.length === 0 ? (
				<EmptyState
					icon="lock"
					title="Nothing here"
					text="Sign-ins, refusals and changed passwords are kept for a year."
				/>
			) : (
				<table className="table">
					<caption className="hidden-text">Sign-ins and refusals, newest first</caption>
					<thead>
						<tr>
							<th scope="col">What</th>
							<th scope="col">Who</th>
							<th scope="col">From</th>
							<th scope="col" className="phone-off">
								Details
							</th>
							<th scope="col" className="end">
								When
							</th>
						</tr>
					</thead>
					<tbody>
						{lines.map((line) => (
							<tr key={line.id}>
								<th scope="row">
									<Status tone={line.name.includes("refused") ? "bad" : "good"}>{sayEvent(line.name)}</Status>
								</th>
								<td>{line.email ?? "unknown"}</td>
								<td>
									{line.ip ?? "unknown"}
									<small> {line.device}</small>
								</td>
								<td className="phone-off">{line.more.join(", ")}</td>
								<td className="end">
									<Time at={line.at} />
								</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
			<Pager
				newer={isLater ? `/audit/security${search(filters)}` : null}
				older={next && `/audit/security${search({ ...filters, after: next })}`}
			/>
		</Page>
	);
}

function search(values: Record<string, string | undefined>): string {
	const params = new URLSearchParams(Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]));
	return params.size > 0 ? `?${params}` : "";
}
