import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { SHOP_KIND_LABELS } from "#app/domain/integrations/schema.ts";
import { listShops } from "#app/domain/integrations/shops/shop-queries.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { countOf } from "#app/ui/lists/count.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { ShopHealth } from "./shop-health.tsx";

export const meta = () => [{ title: "Shop systems · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "shops.view", async (ctx) => ({ shops: await listShops(ctx) }));

type Row = ReturnType<typeof useLoaderData<typeof loader>>["shops"][number];

const columns: Column<Row>[] = [
	{ id: "health", label: "Health", cell: (row) => <ShopHealth shop={row} /> },
	{ id: "kind", label: "Kind", phone: false, cell: (row) => SHOP_KIND_LABELS[row.kind] },
	{
		id: "polled",
		label: "Last asked",
		end: true,
		cell: (row) => (row.polledAt ? <Time at={row.polledAt} /> : "Not yet"),
	},
	{
		id: "refused",
		label: "Wrong signatures",
		end: true,
		phone: false,
		cell: (row) => <span className="numbers">{row.signatureFailures}</span>,
	},
];

export default function Shops() {
	const { shops } = useLoaderData<typeof loader>();
	useLiveRefresh(["shops"]);
	return (
		<Page
			title="Shop systems"
			width="edge"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			actions={
				<ButtonLink to="/settings/shops/new" tone="primary" icon="plus">
					Connect a shop system
				</ButtonLink>
			}
		>
			{shops.length > 0 ? (
				<Table
					caption="Connected shop systems"
					rows={shops}
					rowKey={(row) => row.id}
					name={{
						label: "Name",
						name: (row) => row.name,
						href: (row) => `/settings/shops/${row.id}`,
						note: (row) =>
							row.failures > 0 ? `${countOf(row.failures, "try", "tries")} failed: ${row.lastError}` : null,
					}}
					columns={columns}
				/>
			) : (
				<EmptyState
					icon="link"
					title="No shop system is connected"
					text="Connect the system your shops write their orders in. Every new estimate becomes a lead here within a minute."
				>
					<ButtonLink to="/settings/shops/new" tone="primary">
						Connect a shop system
					</ButtonLink>
				</EmptyState>
			)}
		</Page>
	);
}
