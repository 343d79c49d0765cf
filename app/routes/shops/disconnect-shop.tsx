import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { disconnectShop } from "#app/domain/integrations/shops/disconnect-shop.ts";
import { getShop } from "#app/domain/integrations/shops/shop-queries.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ConfirmPage } from "#app/ui/forms/confirm-page.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Disconnect · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "shops.manage", async (ctx) => {
		const { id, name } = await getShop(ctx, args.params.connection ?? "");
		return { id, name };
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "shops.manage", schema: z.object({}) }, async (ctx) => {
		const { id, name } = await getShop(ctx, args.params.connection ?? "");
		await disconnectShop(ctx, id);
		return { to: "/settings/shops", flash: `${name} was disconnected.` };
	});

export default function DisconnectShop() {
	const { id, name } = useLoaderData<typeof loader>();
	const here = `/settings/shops/${id}`;
	return (
		<Page
			title={`Disconnect ${name}`}
			crumbs={[
				{ label: "Shop systems", href: "/settings/shops" },
				{ label: name, href: here },
			]}
			width="narrow"
			search={null}
		>
			<ConfirmPage
				action={`${here}/disconnection`}
				consequence="Its key, its secret, the mapping of its locations and its stored deliveries are deleted, and its services are no longer offered. Leads, contacts and appointments stay. This cannot be undone."
				button="Disconnect shop system"
				cancel={here}
			/>
		</Page>
	);
}
