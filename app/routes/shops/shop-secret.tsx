import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { WebhookSecret } from "#app/domain/integrations/schema.ts";
import { newWebhookSecret, rotateShopSecret } from "#app/domain/integrations/shops/rotate-shop-secret.ts";
import { getShop } from "#app/domain/integrations/shops/shop-queries.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { allErrors } from "./shop-fields.tsx";

export const meta = () => [{ title: "Webhook secret · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "shops.manage", async (ctx) => {
		const { id, name, hasFormerSecret } = await getShop(ctx, args.params.connection ?? "");
		return { id, name, hasFormerSecret, secret: newWebhookSecret() };
	});

const Rotate = z.object({ webhookSecret: WebhookSecret });

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "shops.manage", schema: Rotate }, async (ctx, { webhookSecret }) => {
		const { id: connectionId } = await getShop(ctx, args.params.connection ?? "");
		await rotateShopSecret(ctx, { connectionId, webhookSecret });
		const flash = "The new secret holds. The former one holds beside it until you remove it.";
		return { to: `/settings/shops/${connectionId}`, flash };
	});

export default function ShopSecret() {
	const { id, name, secret, hasFormerSecret } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const errors = reply?.result.error ?? {};
	const back = `/settings/shops/${id}`;
	return (
		<Page
			title="Change webhook secret"
			crumbs={[
				{ label: "Shop systems", href: "/settings/shops" },
				{ label: name, href: back },
			]}
			width="narrow"
			search={null}
		>
			<Form method="post" className="form">
				<ErrorSummary allErrors={allErrors(errors)} />
				<p>
					Copy the new secret to the shop system as soon as you saved it here. Until then its deliveries are signed with
					the present one, which goes on to hold.
				</p>
				{hasFormerSecret && <Notice tone="warn">A former secret still holds. Saving a new one removes it.</Notice>}
				<TextInput
					label="New webhook secret"
					help="It cannot be read here later."
					errors={errors.webhookSecret ?? undefined}
					inputProps={{ name: "webhookSecret", defaultValue: secret, spellCheck: false }}
				/>
				<FormActions>
					<SubmitButton>Save secret</SubmitButton>
					<ButtonLink to={back} tone="quiet">
						Cancel
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
