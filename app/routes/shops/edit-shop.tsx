import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { EditShop } from "#app/domain/integrations/schema.ts";
import { editShop } from "#app/domain/integrations/shops/edit-shop.ts";
import { getShop } from "#app/domain/integrations/shops/shop-queries.ts";
import { page } from "#app/doors/page.ts";
import { checkShopSettings, shopForm } from "#app/doors/shop-forms.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { allErrors, ShopFields, shopFormState } from "./shop-fields.tsx";

export const meta = () => [{ title: "Edit connection · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "shops.manage", async (ctx) => {
		const shop = await getShop(ctx, args.params.connection ?? "");
		return {
			id: shop.id,
			kind: shop.kind,
			version: shop.version,
			name: shop.name,
			stored: {
				name: shop.name,
				baseUrl: shop.baseUrl,
				leadStatuses: shop.leadStatuses.join(", "),
				wonStatuses: shop.wonStatuses.join(", "),
				mapping: shop.mapping === null ? "" : JSON.stringify(shop.mapping, null, 2),
			},
		};
	});

export const action = (args: ActionFunctionArgs) =>
	shopForm(args, { permission: "shops.manage", schema: EditShop }, async (input, step) => {
		const connectionId = args.params.connection ?? "";
		const { kind } = await step((ctx) => getShop(ctx, connectionId));
		await checkShopSettings({ ...input, kind });
		await step((ctx) => editShop(ctx, { ...input, connectionId }));
		return { to: `/settings/shops/${connectionId}`, flash: "Saved." };
	});

export default function EditShopPage() {
	const shop = useLoaderData<typeof loader>();
	const state = shopFormState(useActionData<typeof action>(), shop.stored);
	const back = `/settings/shops/${shop.id}`;
	return (
		<Page
			title="Edit connection"
			crumbs={[
				{ label: "Shop systems", href: "/settings/shops" },
				{ label: shop.name, href: back },
			]}
			width="narrow"
			search={null}
		>
			<Form method="post" className="form">
				<ErrorSummary allErrors={allErrors(state.errors)} />
				<input type="hidden" name="version" value={shop.version} />
				<ShopFields state={state} isNew={false} kind={shop.kind} />
				<FormActions>
					<SubmitButton>Save connection</SubmitButton>
					<ButtonLink to={back} tone="quiet">
						Cancel
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
