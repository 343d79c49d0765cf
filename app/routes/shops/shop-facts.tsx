import { Form } from "@remix-run/react";
import { SHOP_KIND_LABELS } from "#app/domain/integrations/schema.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { ShopHealth } from "./shop-health.tsx";

export type ShownShop = {
	id: string;
	kind: "shopmonkey" | "generic";
	baseUrl: string;
	enabled: boolean;
	leadStatuses: string[];
	wonStatuses: string[];
	polledAt: Date | string | null;
	failingSince: Date | string | null;
	catalogueSyncedAt: Date | string | null;
	catalogueError: string | null;
	calendarFailing: boolean;
	signatureFailures: number;
	signatureFailedAt: Date | string | null;
	createdAt: Date | string;
	hasFormerSecret: boolean;
};

/** How a connection is set and how it does. */
export function ShopFacts({ shop }: { shop: ShownShop }) {
	const at = (instant: Date | string | null) => (instant ? <Time at={instant} /> : "Not yet");
	return (
		<DescriptionList
			facts={[
				{ label: "Health", value: <ShopHealth shop={shop} /> },
				{ label: "Kind", value: SHOP_KIND_LABELS[shop.kind] },
				{ label: "Address", value: shop.baseUrl },
				{ label: "Make a lead", value: shop.leadStatuses.join(", ") },
				{ label: "Win the lead", value: shop.wonStatuses.join(", ") },
				{ label: "Last asked", value: at(shop.polledAt) },
				{ label: "Catalogue read", value: at(shop.catalogueSyncedAt) },
				{
					label: "Wrong signatures",
					value: shop.signatureFailedAt ? (
						<>
							{shop.signatureFailures}, last <Time at={shop.signatureFailedAt} />
						</>
					) : (
						"None"
					),
				},
				{ label: "Connected", value: <Time at={shop.createdAt} /> },
			]}
		/>
	);
}

/** The acts on a connection, one button each. */
export function ShopActs({ shop, here }: { shop: ShownShop; here: string }) {
	return (
		<div className="cluster">
			<Act act="test">Test connection</Act>
			<Act act="read-catalogue">Read catalogue</Act>
			<Act act={shop.enabled ? "pause" : "resume"}>{shop.enabled ? "Pause connection" : "Resume connection"}</Act>
			<ButtonLink to={`${here}/secret`}>Change webhook secret</ButtonLink>
			{shop.hasFormerSecret && <Act act="remove-former-secret">Remove former secret</Act>}
			<ButtonLink to={`${here}/disconnection`} tone="danger">
				Disconnect
			</ButtonLink>
		</div>
	);
}

function Act({ act, children }: { act: string; children: string }) {
	return (
		<Form method="post">
			<SubmitButton tone="plain" name="act" value={act}>
				{children}
			</SubmitButton>
		</Form>
	);
}
