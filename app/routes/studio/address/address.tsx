import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { env } from "#app/base/env.ts";
import { getAddress, renewAddress } from "#app/domain/workflows/addresses/renew-address.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { errorsOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { ConfirmPage } from "#app/ui/forms/confirm-page.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { ShownAddress } from "./shown-address.tsx";

export const meta = () => [{ title: "New address · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.edit", async (ctx) => {
		const id = args.params.id ?? "";
		return { id, ...(await getAddress(ctx, id)) };
	});

export const action = (args: ActionFunctionArgs) =>
	form(
		args,
		{ permission: "workflows.edit", schema: z.object({ mark: z.string().max(60) }) },
		async (ctx, { mark }) => {
			const { token } = await renewAddress(ctx, args.params.id ?? "", mark);
			return { show: { address: `${env().publicUrl}/hooks/workflows/${token}` } };
		},
	);

export default function AddressPage() {
	const known = useLoaderData<typeof loader>();
	const { id, name, mark } = known;
	const reply = useActionData<typeof action>();
	const path = `/studio/${id}`;
	const crumbs = [
		{ label: "Studio", href: "/studio" },
		{ label: name, href: path },
	];
	if (mark === null) return <NoAddressPage {...{ name, crumbs, path }} isDrafted={known.isDrafted} />;
	const address = reply?.detail?.address as string | undefined;
	if (address) {
		const notice = "The old address is nobody's any more: whatever is posted there is refused.";
		return <ShownAddress title="The new address" {...{ notice, address, crumbs, path }} />;
	}
	return (
		<Page title="New address" crumbs={crumbs} width="narrow" search={null}>
			<ErrorSummary allErrors={errorsOf(reply)} />
			<ConfirmPage
				action={`${path}/address`}
				consequence={
					<>
						“{name}” gets a new address for posts and forms. The address it has now is kept as a fingerprint only, so it
						cannot be shown again; it stops at once, and every form and system that posts there has to be given the new
						one.
					</>
				}
				button="Make a new address"
				cancel={path}
				values={{ mark }}
			/>
		</Page>
	);
}

/** Why there is no address to be made anew, and what gives the workflow one. */
export function NoAddressPage({
	name,
	crumbs,
	path,
	isDrafted,
}: {
	name: string;
	crumbs: { label: string; href: string }[];
	path: string;
	isDrafted: boolean;
}) {
	return (
		<Page title="New address" crumbs={crumbs} width="narrow" search={null}>
			{isDrafted ? (
				<EmptyState
					icon="workflow"
					title={`“${name}” has no address yet`}
					text="Its form or webhook stands in the draft only. Publish the draft: the address is made then, and shown once."
				>
					<ButtonLink to={`${path}/publication`} tone="primary">
						Publish the draft
					</ButtonLink>
				</EmptyState>
			) : (
				<EmptyState
					icon="workflow"
					title={`Nothing is posted to “${name}”`}
					text="It begins in another way. To give it an address, let “Webhook or form” begin it and publish it."
				>
					<ButtonLink to={path}>Back to the workflow</ButtonLink>
				</EmptyState>
			)}
		</Page>
	);
}
