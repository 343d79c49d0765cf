import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listSequencePlaces } from "#app/domain/leads/sequences/versions/sequence-queries.ts";
import { getSending } from "#app/domain/messaging/settings/sending-queries.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Sequences · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "sequences.view", async (ctx) => ({
		places: await listSequencePlaces(ctx),
		keepsQuietHours: (await getSending(ctx)).rules.quietHours !== null,
	}));

export default function SequencesPage() {
	const { places, keepsQuietHours } = useLoaderData<typeof loader>();
	useLiveRefresh(["sequences"]);
	return (
		<Page title="Sequences" crumbs={[{ label: "Settings", href: "/settings" }]} width="edge" search={null}>
			{!keepsQuietHours && (
				<Notice tone="warn" title="Quiet hours are switched off.">
					Messages may reach customers at night. An administrator turns them on under Settings, Sending.
				</Notice>
			)}
			<Table
				caption="The sequences of your organisation and its locations"
				rows={places}
				rowKey={(row) => row.place}
				name={{
					label: "Where",
					name: (row) => row.name,
					href: (row) => `/settings/sequences/${row.place}`,
					note: (row) =>
						row.place === "organisation" ? "Where a location has no sequence of its own" : "For leads of this location",
				}}
				columns={[
					{
						id: "version",
						label: "Version",
						cell: (row) => row.number ?? (row.place === "organisation" ? "As shipped" : "Follows the organisation's"),
					},
					{ id: "touches", label: "Touches", end: true, phone: false, cell: (row) => row.touches },
					{ id: "running", label: "Leads in it", end: true, phone: false, cell: (row) => row.running },
					{
						id: "published",
						label: "Published",
						end: true,
						phone: false,
						cell: (row) => row.publishedAt && <Time at={row.publishedAt} />,
					},
				]}
			/>
		</Page>
	);
}
