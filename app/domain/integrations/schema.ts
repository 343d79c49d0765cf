import { z } from "zod";
import type { ShopKind } from "#app/providers/shop/port.ts";

/** The kinds of shop system by their names, for pages: the browser does not get the port itself. */
export const SHOP_KIND_LABELS: Record<ShopKind, string> = {
	shopmonkey: "Shopmonkey",
	generic: "Another system, by a mapping",
};
export const SHOP_KIND_OPTIONS = Object.entries(SHOP_KIND_LABELS).map(([value, label]) => ({ value, label }));
/** The address that Shopmonkey's own API has. */
export const SHOPMONKEY_URL = "https://api.shopmonkey.cloud/v3";

/** The shop's own words, with commas between: trimmed, each once. */
const statuses = z
	.string()
	.max(2_000)
	.default("")
	.transform((text) => [...new Set(text.split(/[,\n]/).map((word) => word.trim()))].filter(Boolean))
	.pipe(z.array(z.string().max(200)).max(30, "Name 30 statuses at most"));

/** A JSON text as the value it says; empty is none. */
const json = z
	.string()
	.max(100_000)
	.default("")
	.transform((text, check): unknown => {
		if (text.trim() === "") return undefined;
		try {
			return JSON.parse(text);
		} catch {
			check.addIssue("This is not JSON. Check commas and quotation marks.");
			return z.NEVER;
		}
	});

const name = z.string().trim().min(1, "Give it a name").max(100);
const baseUrl = z.url("Write the address of the shop's API, with https://").max(500);
const apiKey = z.string().trim().max(1_000);

/** What a new secret must be: long enough that nobody guesses it. */
export const WebhookSecret = z.string().trim().min(16, "Use at least 16 characters").max(500);

const facts = {
	name,
	baseUrl,
	leadStatuses: statuses.pipe(z.array(z.string()).min(1, "Name at least one status, or no order makes a lead")),
	wonStatuses: statuses,
	mapping: json,
};

export const ConnectShop = z.object({
	kind: z.enum(["shopmonkey", "generic"] as const satisfies readonly ShopKind[], "Choose a kind"),
	...facts,
	apiKey: apiKey.min(1, "Write the API key"),
	webhookSecret: WebhookSecret,
	lookbackDays: z.coerce.number().int().min(0).max(90).default(1),
});
export type ConnectShop = z.output<typeof ConnectShop>;

export const EditShop = z.object({
	...facts,
	/** Empty keeps the key that is stored. */
	apiKey: apiKey.default(""),
	version: z.coerce.number().int().min(1),
});
export type EditShop = z.output<typeof EditShop>;

export const MapLocations = z.object({
	places: z
		.array(
			z.object({ externalId: z.string().min(1).max(200), locationId: z.union([z.uuid(), z.literal("")]).default("") }),
		)
		.max(500)
		.default([]),
});
export type MapLocations = z.output<typeof MapLocations>;

export const DELIVERY_STATES = ["received", "processed", "ignored", "rejected", "failed"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const DELIVERY_STATE_LABELS: Record<DeliveryState, string> = {
	received: "Waiting",
	processed: "Processed",
	ignored: "Ignored",
	rejected: "Rejected",
	failed: "Failed",
};
