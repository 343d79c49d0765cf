import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { ConnectShop, SHOP_KIND_OPTIONS, SHOPMONKEY_URL } from "#app/domain/integrations/schema.ts";
import { connectShop } from "#app/domain/integrations/shops/connect-shop.ts";
import { newWebhookSecret } from "#app/domain/integrations/shops/rotate-shop-secret.ts";
import { page } from "#app/doors/page.ts";
import { checkShopSettings, shopForm } from "#app/doors/shop-forms.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, Fieldset, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { allErrors, ShopFields, shopFormState } from "./shop-fields.tsx";

export const meta = () => [{ title: "Connect a shop system · Perigee" }];

/** The secret is made here and shown before it is stored: afterwards nobody can read it. */
export const loader = (args: LoaderFunctionArgs) =>
	page(args, "shops.manage", async () => ({ secret: newWebhookSecret() }));

export const action = (args: ActionFunctionArgs) =>
	shopForm(args, { permission: "shops.manage", schema: ConnectShop }, async (input, step) => {
		await checkShopSettings(input);
		const { id } = await step((ctx) => connectShop(ctx, input));
		return { to: `/settings/shops/${id}`, flash: "Connected. Test the connection, then map its locations." };
	});

const STORED = {
	baseUrl: SHOPMONKEY_URL,
	leadStatuses: "Estimate",
	wonStatuses: "Invoice",
};

export default function NewShop() {
	const { secret } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const state = shopFormState(reply, STORED);
	const typed = (reply?.result.initialValue ?? {}) as Record<string, string>;
	return (
		<Page
			title="Connect a shop system"
			crumbs={[{ label: "Shop systems", href: "/settings/shops" }]}
			width="narrow"
			search={null}
		>
			<Form method="post" className="form">
				<ErrorSummary allErrors={allErrors(state.errors)} />
				<RadioGroup
					label="Kind"
					name="kind"
					chosen={[typed.kind ?? "shopmonkey"]}
					options={SHOP_KIND_OPTIONS}
					errors={state.errors.kind ?? undefined}
				/>
				<ShopFields state={state} isNew />
				<ReachFields typed={typed} secret={secret} errors={state.errors.webhookSecret ?? undefined} />
				<FormActions>
					<SubmitButton>Connect shop system</SubmitButton>
					<ButtonLink to="/settings/shops" tone="quiet">
						Cancel
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}

type ReachProps = { typed: Record<string, string>; secret: string; errors: string[] | undefined };

function ReachFields({ typed, secret, errors }: ReachProps) {
	return (
		<Fieldset legend="How it reaches us">
			<TextInput
				label="Webhook secret"
				help="Copy it to the shop system, or write the one it gave you. It cannot be read here later."
				errors={errors}
				inputProps={{ name: "webhookSecret", defaultValue: typed.webhookSecret ?? secret, spellCheck: false }}
			/>
			<Select
				label="Orders from before"
				help="Orders of this time that are in a status above become leads as well."
				inputProps={{ name: "lookbackDays", defaultValue: typed.lookbackDays ?? "1" }}
				options={[
					{ value: "0", label: "None" },
					{ value: "1", label: "The last day" },
					{ value: "7", label: "The last 7 days" },
					{ value: "30", label: "The last 30 days" },
				]}
			/>
		</Fieldset>
	);
}
