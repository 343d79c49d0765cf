import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { CHANNEL_LABELS } from "#app/domain/messaging/schema.ts";
import { listTemplates } from "#app/domain/messaging/templates/template-queries.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Templates · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "messages.view", async (ctx) => {
		const archived = new URL(args.request.url).searchParams.get("view") === "archived";
		return { templates: await listTemplates(ctx, { archived }), archived, mayEdit: can(ctx.actor, "templates.edit") };
	});

type Row = ReturnType<typeof useLoaderData<typeof loader>>["templates"][number];

const columns: Column<Row>[] = [
	{ id: "channel", label: "Channel", cell: (row) => CHANNEL_LABELS[row.channel] },
	{ id: "version", label: "Version", end: true, named: true, cell: (row) => row.number },
	{ id: "at", label: "Saved", end: true, phone: false, cell: (row) => <Time at={row.savedAt} /> },
];

export default function Templates() {
	const { templates, archived, mayEdit } = useLoaderData<typeof loader>();
	const add = mayEdit && (
		<ButtonLink to="/settings/templates/new" tone="primary" icon="plus">
			Add template
		</ButtonLink>
	);
	return (
		<Page
			title="Templates"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			width="edge"
			actions={add}
			above={<Views archived={archived} />}
		>
			{templates.length > 0 ? (
				<Table
					caption="Templates by name"
					rows={templates}
					rowKey={(row) => row.id}
					name={{
						label: "Name",
						name: (row) => row.name,
						href: (row) => `/settings/templates/${row.id}`,
						note: (row) => row.subject,
					}}
					columns={columns}
				/>
			) : (
				<EmptyState
					icon="mail"
					title={archived ? "Nothing was put away" : "No templates yet"}
					text="A template is a text with places for names, vehicles and links, written once and sent many times."
				>
					{!archived && add}
				</EmptyState>
			)}
		</Page>
	);
}

function Views({ archived }: { archived: boolean }) {
	return (
		<Tabs
			label="Which templates"
			tabs={[
				{ label: "In use", href: "/settings/templates", current: !archived },
				{ label: "Put away", href: "/settings/templates?view=archived", current: archived },
			]}
		/>
	);
}
