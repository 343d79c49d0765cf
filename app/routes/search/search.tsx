import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { Found, FoundKind } from "#app/domain/analytics/search/found.ts";
import { searchEverything } from "#app/domain/analytics/search/search-everything.ts";
import { pathOfFound } from "#app/domain/assistant/member/tools/reading/find-records.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptySearch } from "#app/ui/lists/empty.tsx";

export const meta = () => [{ title: "Search · Perigee" }];

const EACH = 8;

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "search.view", async (ctx) => {
		const q = (new URL(args.request.url).searchParams.get("q") ?? "").trim();
		const found = await searchEverything(ctx, q, EACH);
		return { q, found: found.map((one) => ({ ...one, href: pathOfFound(one) })) };
	});

const GROUPS: readonly { kind: FoundKind; title: string; all?: (q: string) => string }[] = [
	{ kind: "contact", title: "Contacts", all: (q) => `/contacts?${new URLSearchParams({ q })}` },
	{ kind: "account", title: "Accounts", all: (q) => `/accounts?${new URLSearchParams({ q })}` },
	{ kind: "deal", title: "Deals", all: (q) => `/deals?${new URLSearchParams({ q })}` },
	{ kind: "project", title: "Projects", all: (q) => `/projects?${new URLSearchParams({ q })}` },
	{ kind: "lead", title: "Leads", all: (q) => `/leads?${new URLSearchParams({ q })}` },
	{ kind: "task", title: "Tasks", all: (q) => `/tasks?${new URLSearchParams({ q })}` },
	{ kind: "appointment", title: "Appointments" },
	{ kind: "conversation", title: "Conversations" },
	{ kind: "message", title: "Messages" },
	{ kind: "document", title: "Documents", all: (q) => `/knowledge?${new URLSearchParams({ q })}` },
];

export default function SearchPage() {
	const { q, found } = useLoaderData<typeof loader>();
	const groups = GROUPS.map((group) => ({ ...group, rows: found.filter(({ kind }) => kind === group.kind) }));
	return (
		<Page title="Search" width="narrow" search={{ action: "/search", label: "Search everything", value: q }}>
			{q.length < 2 ? (
				<p className="muted">
					Write two letters or more: a name, an address, a number, a part of a title, or words that were written.
				</p>
			) : found.length === 0 ? (
				<EmptySearch asked={q} clear="/search" />
			) : (
				groups.filter(({ rows }) => rows.length > 0).map((group) => <Group key={group.kind} group={group} q={q} />)
			)}
			{q.length >= 2 && (
				<p className="cluster">
					<ButtonLink to={`/knowledge?${new URLSearchParams({ q })}`} small icon="book">
						Search the text of documents
					</ButtonLink>
					<ButtonLink to={`/assistant?${new URLSearchParams({ ask: q })}`} small icon="bot">
						Ask the assistant
					</ButtonLink>
				</p>
			)}
		</Page>
	);
}

type Row = Found & { href: string };

function Group({
	group: { title, all, rows },
	q,
}: {
	group: { title: string; all?: (q: string) => string; rows: Row[] };
	q: string;
}) {
	return (
		<Section
			title={title}
			actions={
				all &&
				rows.length === EACH && (
					<ButtonLink to={all(q)} small>
						{`All ${title.toLowerCase()}`}
					</ButtonLink>
				)
			}
		>
			<ul className="side-list" data-links>
				{rows.map(({ id, name, note, href }) => (
					<li key={id}>
						<Link to={href} discover="none">
							{name}
						</Link>
						<span className="muted">{note}</span>
					</li>
				))}
			</ul>
		</Section>
	);
}
