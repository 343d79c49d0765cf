import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { getHook } from "#app/domain/success/webhook/hook-queries.ts";
import { removeHook } from "#app/domain/success/webhook/hooks.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ConfirmPage } from "#app/ui/forms/confirm-page.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Remove · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "account-hooks.manage", async (ctx) => {
		const { id, name } = await getHook(ctx, args.params.hook ?? "");
		return { id, name };
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "account-hooks.manage", schema: z.object({}) }, async (ctx) => {
		const { id, name } = await getHook(ctx, args.params.hook ?? "");
		await removeHook(ctx, id);
		return { to: "/settings/account-hooks", flash: `${name} can post no longer.` };
	});

export default function RemoveAccountHook() {
	const { id, name } = useLoaderData<typeof loader>();
	const here = `/settings/account-hooks/${id}`;
	return (
		<Page
			title={`Remove ${name}`}
			crumbs={[
				{ label: "Account figures", href: "/settings/account-hooks" },
				{ label: name, href: here },
			]}
			width="narrow"
			search={null}
		>
			<ConfirmPage
				action={`${here}/removal`}
				consequence="Its address and secret stop working at once, and the list of its deliveries is deleted. What it told of accounts stays, with its history. This cannot be undone."
				button="Remove system"
				cancel={here}
			/>
		</Page>
	);
}
