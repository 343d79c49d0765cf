import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { listDeliveries } from "#app/domain/integrations/deliveries/delivery-queries.ts";
import { DELIVERY_STATE_LABELS, DELIVERY_STATES, type DeliveryState } from "#app/domain/integrations/schema.ts";
import { getShop } from "#app/domain/integrations/shops/shop-queries.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { Select } from "#app/ui/forms/select.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { FilterChips, FilterForm, ListBar, Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { DELIVERY_TONES, VIA_LABELS } from "./delivery-tones.ts";

export const meta = () => [{ title: "Deliveries · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "shops.view", async (ctx) => {
		const query = new URL(args.request.url).searchParams;
		const { id, name } = await getShop(ctx, args.params.connection ?? "");
		const state = DELIVERY_STATES.find((one) => one === query.get("state"));
		const list = await listDeliveries(ctx, { connectionId: id, state, after: query.get("after") ?? undefined });
		return { ...list, id, name, state: state ?? null };
	});

type Row = ReturnType<typeof useLoaderData<typeof loader>>["data"][number];

const columns: Column<Row>[] = [
	{
		id: "state",
		label: "State",
		cell: (row) => <Status tone={DELIVERY_TONES[row.state]}>{DELIVERY_STATE_LABELS[row.state]}</Status>,
	},
	{ id: "via", label: "Came by", phone: false, cell: (row) => VIA_LABELS[row.via] ?? row.via },
	{ id: "at", label: "Received", end: true, cell: (row) => <Time at={row.receivedAt} /> },
];

export default function Deliveries() {
	const { data, next, id, name, state } = useLoaderData<typeof loader>();
	const [query] = useSearchParams();
	useLiveRefresh(["leads", `shop:${id}`]);
	const here = `/settings/shops/${id}/deliveries`;
	const filtered = state ? `?state=${state}` : "";
	return (
		<Page
			title="Deliveries"
			width="edge"
			search={null}
			crumbs={[
				{ label: "Shop systems", href: "/settings/shops" },
				{ label: name, href: `/settings/shops/${id}` },
			]}
		>
			<StateBar here={here} state={state} />
			{data.length > 0 ? (
				<Table
					caption="Deliveries, newest first"
					rows={data}
					rowKey={(row) => row.id}
					name={{
						label: "Delivery",
						name: (row) => row.leadTitle ?? `Delivery ${row.id.slice(-6)}`,
						href: (row) => `${here}/${row.id}`,
						note: (row) => row.reason,
					}}
					columns={columns}
				/>
			) : state ? (
				<EmptySearch clear={here} />
			) : (
				<EmptyState
					icon="inbox"
					title="Nothing has arrived yet"
					text="Everything the shop sends, and every order that polling finds, stands here as it came, with what became of it."
				/>
			)}
			<Pager
				newer={query.has("after") ? `${here}${filtered}` : null}
				older={next ? `${here}?${new URLSearchParams({ ...(state ? { state } : {}), after: next })}` : null}
			>
				{query.has("after") ? "Older deliveries" : "Newest deliveries"}
			</Pager>
		</Page>
	);
}

function StateBar({ here, state }: { here: string; state: DeliveryState | null }) {
	return (
		<ListBar>
			<FilterChips chips={state ? [{ label: `State is ${DELIVERY_STATE_LABELS[state]}`, without: here }] : []}>
				<FilterForm action={here}>
					<Select
						label="State"
						empty="Any state"
						inputProps={{ name: "state", defaultValue: state ?? "" }}
						options={DELIVERY_STATES.map((value) => ({ value, label: DELIVERY_STATE_LABELS[value] }))}
					/>
				</FilterForm>
			</FilterChips>
		</ListBar>
	);
}
