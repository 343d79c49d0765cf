import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requestCatalogue } from "#app/domain/integrations/catalogue/request-catalogue.ts";
import { saveShopLocations } from "#app/domain/integrations/catalogue/sync-catalogue.ts";
import { MapLocations } from "#app/domain/integrations/schema.ts";
import { mapShopLocations } from "#app/domain/integrations/shops/map-shop-locations.ts";
import { pauseShop } from "#app/domain/integrations/shops/pause-shop.ts";
import { removeFormerSecret } from "#app/domain/integrations/shops/rotate-shop-secret.ts";
import { getShop, listShopPlaces } from "#app/domain/integrations/shops/shop-queries.ts";
import { shopSettings } from "#app/domain/integrations/shops/shop-settings.ts";
import { page } from "#app/doors/page.ts";
import { askForLocations, type Step, shopForm, webhookAddress } from "#app/doors/shop-forms.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { CopyField } from "#app/ui/forms/copy-field.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { countOf } from "#app/ui/lists/count.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { FailingCalendars } from "./failing-calendars.tsx";
import { ShopActs, ShopFacts } from "./shop-facts.tsx";
import { ShopPlaces } from "./shop-places.tsx";

export const meta = () => [{ title: "Shop system · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "shops.view", async (ctx) => {
		const { mapping: _mapping, ...shop } = await getShop(ctx, args.params.connection ?? "");
		return { shop, ...(await listShopPlaces(ctx, shop.id)), webhookUrl: webhookAddress(shop.id) };
	});

const Act = MapLocations.extend({
	act: z.enum(["test", "map", "pause", "resume", "read-catalogue", "remove-former-secret"]),
});

/** What an administrator may do with a connection; each is one command. */
export const action = (args: ActionFunctionArgs) =>
	shopForm(args, { permission: "shops.manage", schema: Act }, async ({ act, places }, step) => {
		const { id: connectionId } = await step((ctx) => getShop(ctx, args.params.connection ?? ""));
		const to = `/settings/shops/${connectionId}`;
		switch (act) {
			case "test":
				return { to, flash: await testConnection(connectionId, step) };
			case "map":
				await step((ctx) => mapShopLocations(ctx, { connectionId, places }));
				return { to, flash: "Locations saved." };
			case "pause":
				await step((ctx) => pauseShop(ctx, { connectionId, paused: true }));
				return { to, flash: "Paused. Nothing is asked or taken until it goes on." };
			case "resume":
				await step((ctx) => pauseShop(ctx, { connectionId, paused: false }));
				return { to, flash: "Going on. What happened meanwhile is asked for now." };
			case "read-catalogue":
				await step((ctx) => requestCatalogue(ctx, connectionId));
				return { to, flash: "The catalogue is being read." };
			case "remove-former-secret":
				await step((ctx) => removeFormerSecret(ctx, connectionId));
				return { to, flash: "Only the newest secret holds now." };
		}
	});

async function testConnection(connectionId: string, step: Step): Promise<string> {
	const settings = await step((ctx) => shopSettings(ctx, connectionId));
	const places = await askForLocations(settings);
	await step((ctx) => saveShopLocations(ctx, connectionId, places));
	return `It works: the shop told of ${countOf(places.length, "location")}.`;
}

export default function ShopPage() {
	const { shop, places, ours, webhookUrl } = useLoaderData<typeof loader>();
	const refusal = useKeptReply(useActionData<typeof action>())?.message;
	useLiveRefresh([`shop:${shop.id}`]);
	const here = `/settings/shops/${shop.id}`;
	return (
		<Page
			title={shop.name}
			crumbs={[{ label: "Shop systems", href: "/settings/shops" }]}
			search={null}
			actions={
				<>
					<ButtonLink to={`${here}/edit`}>Edit connection</ButtonLink>
					<ButtonLink to={`${here}/deliveries`} tone="primary">
						See deliveries
					</ButtonLink>
				</>
			}
			side={<ShopFacts shop={shop} />}
		>
			{refusal && <Notice tone="bad">{refusal}</Notice>}
			<Troubles shop={shop} />
			<FailingCalendars places={places} />
			<Section title="Locations">
				<ShopPlaces places={places} ours={ours} />
			</Section>
			<Section title="Webhook">
				<CopyField
					label="Webhook address"
					value={webhookUrl}
					help="Enter it in the shop system, for changes of orders, customers, vehicles and appointments."
				/>
			</Section>
			<Section title="Connection">
				<ShopActs shop={shop} here={here} />
			</Section>
		</Page>
	);
}

type Shop = ReturnType<typeof useLoaderData<typeof loader>>["shop"];

function Troubles({ shop }: { shop: Shop }) {
	return (
		<>
			{shop.failingSince && (
				<Notice tone="bad" title="The shop does not answer as it should.">
					{shop.lastError}. Since <Time at={shop.failingSince} as="exact" />; asked again{" "}
					<Time at={shop.pollAfter} as="exact" />.
				</Notice>
			)}
			{shop.catalogueError && (
				<Notice tone="warn" title="The catalogue could not be read.">
					{shop.catalogueError}
					{shop.catalogueFailingSince && (
						<>
							. Since <Time at={shop.catalogueFailingSince} as="exact" />.
						</>
					)}
				</Notice>
			)}
		</>
	);
}
