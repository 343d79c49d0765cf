import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listLocationSettings } from "#app/domain/scheduling/locations/location-settings-queries.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";

export const meta = () => [{ title: "Locations · Perigee" }];

export const loader = (args: LoaderFunctionArgs) => page(args, "locations.view", listLocationSettings);

export default function LocationsPage() {
	const locations = useLoaderData<typeof loader>();
	return (
		<Page
			title="Locations"
			count={{ value: locations.length }}
			width="edge"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			actions={
				<ButtonLink to="/settings/locations/new" tone="primary" icon="plus">
					Add location
				</ButtonLink>
			}
		>
			{locations.length === 0 ? (
				<EmptyState
					icon="building"
					title="No locations yet"
					text="A location has hours, services and places in which work is done; customers book there."
				>
					<ButtonLink to="/settings/locations/new" tone="primary">
						Add location
					</ButtonLink>
				</EmptyState>
			) : (
				<Table
					caption="Locations by name"
					rows={locations}
					rowKey={(row) => row.id}
					name={{ label: "Name", name: (row) => row.name, href: (row) => `/settings/locations/${row.id}` }}
					columns={[
						{ id: "zone", label: "Time zone", phone: false, cell: (row) => row.zone },
						{ id: "phone", label: "Phone", phone: false, cell: (row) => row.phone ?? "–" },
						{ id: "capacity", label: "Places", end: true, named: true, cell: (row) => row.capacity ?? "–" },
						{ id: "services", label: "Services", end: true, named: true, cell: (row) => row.services ?? 0 },
						{
							id: "state",
							label: "State",
							cell: (row) => (
								<Status tone={row.active ? "good" : "neutral"}>{row.active ? "Can be booked" : "Not in use"}</Status>
							),
						},
					]}
				/>
			)}
		</Page>
	);
}
